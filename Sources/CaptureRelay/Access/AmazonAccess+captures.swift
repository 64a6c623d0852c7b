import AWS
import Relay

extension Settings {
    /// Where the captures lie that labels are joined with, if they are; AWS is asked for where that is in S3.
    func captureSource(_ amazon: () -> AmazonAccess, in context: RequestContext = RequestContext()) -> CaptureSource? {
        switch joinPlace {
        case nil: nil
        case .folder(let path)?:
            CaptureSource(
                name: path, list: { FileObjectList(folder: path) }, store: { FileObjectStore() })
        case .s3(let bucket, let prefix)?:
            captures(bucket, prefix, amazon().objects, context)
        }
    }

    private func captures(
        _ bucket: String, _ prefix: String, _ client: S3Client, _ context: RequestContext
    ) -> CaptureSource {
        CaptureSource(
            name: "s3://\(bucket)/\(prefix)",
            list: { S3ObjectList(client: client, bucket: bucket, prefix: prefix, after: nil, context: context) },
            store: { S3ObjectStore(client: client, context: context, overwritten: .failed) })
    }
}
