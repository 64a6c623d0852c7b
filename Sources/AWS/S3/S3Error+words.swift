import JSON

/// What S3's refusals mean, and the permission or setting to look at.
extension S3Error {
    /// The words for a refusal.
    func words(for refusal: Refusal) -> String {
        if let advice = refusal.keyAdvice { return advice }
        if purpose == .written, let words = wordsOfWriting(for: refusal) { return words }
        if let words = refusal.code.flatMap(Self.meaning) { return words }
        if refusal.code?.hasPrefix("KMS.") ?? false { return keyWords(refusal) }
        switch refusal.status {
        case 300..<400: return redirectWords(refusal)
        case 403: return denialWords(refusal)
        case 404 where purpose == .listed: return "there is no such bucket (\(refusal.name)); check its name"
        case 404: return Self.missing(refusal.name)
        case 405: return "its version is the mark of a deletion (\(refusal.name)), which holds nothing"
        case 412: return "it was overwritten since (\(refusal.name))"
        case _ where refusal.isTemporary: return "S3 is busy or unwell (\(refusal.quoted)); try again later"
        default: return "S3 refused (\(refusal.quoted))"
        }
    }

    /// The words for what means something else when an object is written.
    private func wordsOfWriting(for refusal: Refusal) -> String? {
        switch (refusal.status, refusal.code) {
        case (412, _): "somebody else wrote it meanwhile (\(refusal.name))"
        case (404, "NoSuchKey"): "it is not there any more (\(refusal.name)), and so cannot be replaced"
        case (409, _) where refusal.isTemporary:
            "somebody else was writing it at the same time (\(refusal.quoted)); try again later"
        case (501, _): "the server cannot do that (\(refusal.quoted)); it needs S3's conditional writes"
        default: nil
        }
    }

    /// The words for a code that means one thing only.
    private static func meaning(of code: String) -> String? {
        switch code {
        case "NoSuchKey": missing(code)
        case "NoSuchVersion": "its version is not there any more (\(code))"
        case "NoSuchBucket":
            "there is no such bucket (\(code)); check its name, the region and AWS_ENDPOINT_URL_S3"
        case "NoSuchAccessPoint": "there is no such access point (\(code)); check its ARN"
        case "InvalidObjectState": "it is archived (\(code)); restore it first, with s3:RestoreObject"
        case "AuthorizationHeaderMalformed", "IllegalLocationConstraintException":
            "the request was signed for the wrong region (\(code)); check AWS_REGION, or the region that the event names"
        case "InvalidBucketName": "its bucket is no bucket's name (\(code))"
        case "KeyTooLongError": "its key is too long (\(code))"
        default: nil
        }
    }

    private static func missing(_ name: String) -> String {
        "it is not there (\(name)); check bucket and key, or whether it was deleted since"
    }

    private func redirectWords(_ refusal: Refusal) -> String {
        let host = refusal.host.map { "to \($0)" } ?? "elsewhere"
        let region = refusal.region.map { "; the bucket lies in \($0)" } ?? ""
        return "S3 points \(host) (\(refusal.name)), and redirects are not followed\(region); check AWS_REGION and "
            + "AWS_ENDPOINT_URL_S3"
    }

    private func keyWords(_ refusal: Refusal) -> String {
        "its KMS key cannot be used (\(refusal.quoted)); check the key's state, and grant "
            + (purpose == .written ? "kms:GenerateDataKey and kms:Decrypt on it" : "kms:Decrypt on it")
    }

    private func denialWords(_ refusal: Refusal) -> String {
        if refusal.message?.lowercased().contains("kms") ?? false { return keyWords(refusal) }
        var words = "access is denied (\(refusal.quoted)); grant "
        switch purpose {
        case .listed:
            words += "s3:ListBucket on the bucket"
        case .written:
            words += "s3:PutObject and s3:GetObject on it, and kms:GenerateDataKey and kms:Decrypt if the bucket "
            words += "encrypts with KMS"
        case .read:
            words += request.versionID == nil ? "s3:GetObject" : "s3:GetObject and s3:GetObjectVersion"
            words += " on it, and kms:Decrypt if it is encrypted with KMS"
            words += ". A key that is not there is denied too unless s3:ListBucket is granted on the bucket"
        }
        if let owner = options.expectedBucketOwner {
            words += ". RELAY_EXPECTED_BUCKET_OWNER (\(owner)) may not be the bucket's owner"
        }
        if !options.paysForRequests { words += ". If the reader pays, set RELAY_REQUEST_PAYER=requester" }
        return words
    }
}
