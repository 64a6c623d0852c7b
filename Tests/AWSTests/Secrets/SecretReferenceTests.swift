import Testing

@testable import AWS

@Suite struct SecretReferenceTests {
    @Test func `A secret of Secrets Manager is read from its ARN`() throws {
        let arn = "arn:aws:secretsmanager:eu-west-1:111122223333:secret:path/name-AbCdEf"
        let reference = try SecretReference(arn + "#api_key")
        #expect(reference.service == .secretsManager)
        #expect(reference.region == "eu-west-1")
        #expect(reference.arn == arn)
        #expect(reference.field == "api_key")
        #expect(try SecretReference(arn).field == nil)
        #expect(try SecretReference(arn + "#a#b").field == "a#b")
    }

    @Test(arguments: ["parameter/token", "parameter/prod/token", "parameter/token:3"])
    func `A parameter is read from its ARN`(resource: String) throws {
        let arn = "arn:aws-cn:ssm:cn-north-1:111122223333:\(resource)"
        let reference = try SecretReference(arn)
        #expect(reference.service == .ssm)
        #expect(reference.region == "cn-north-1")
        #expect(reference.arn == arn)
    }

    @Test(arguments: [
        ("hunter2", SecretReferenceError.noARN), ("arn:aws:ssm", .noARN), ("", .noARN),
        ("arn:aws:ssm:eu-west-1:111122223333:parameter/a b", .noARN),
        ("arn:aws:s3:::bucket/key", .otherService), ("arn:aws:ssm:eu-west-1:111122223333:document/a", .noSecret),
        ("arn:aws:ssm:eu-west-1:111122223333:parameter/", .noSecret),
        ("arn:aws:secretsmanager:eu-west-1:111122223333:secret:", .noSecret),
        ("arn:aws:ssm::111122223333:parameter/a", .noPlace), ("arn:aws:ssm:eu-west-1:1:parameter/a", .noPlace),
        ("arn:aws:ssm:evil.example/:111122223333:parameter/a", .noPlace),
        ("arn:aws:secretsmanager:eu-west-1:111122223333:secret:name:key::", .suffix),
        ("arn:aws:ssm:eu-west-1:111122223333:parameter/a#", .emptyField),
    ])
    func `What names no secret is refused, without showing it`(text: String, error: SecretReferenceError) {
        #expect(throws: error) { try SecretReference(text) }
        #expect(!error.description.contains("hunter2"))
    }
}
