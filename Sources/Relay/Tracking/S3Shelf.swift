package import AWS

/// A shelf in S3, whose tags are ETags and whose conditions S3 itself holds to.
package struct S3Shelf: Shelf {
    /// More bytes than any document has.
    private static let longest = 256 << 20

    private let client: S3Client
    private let bucket: String
    private let prefix: String
    private let setting: String
    private let context: RequestContext

    /// A shelf under a prefix, with or without a slash at its end; `setting` is the variable that names it.
    package init(client: S3Client, bucket: String, prefix: String, setting: String, context: RequestContext) {
        self.client = client
        self.bucket = bucket
        self.prefix = prefix.isEmpty || prefix.utf8.last == UInt8(ascii: "/") ? prefix : prefix + "/"
        self.setting = setting
        self.context = context
    }

    package func place(of name: String) -> String { request(name).uri }

    package func read(_ name: String) async throws(ShelfError) -> ShelvedDocument? {
        do throws(S3Error) {
            let found = try await client.read(request(name), atMost: Self.longest, context: context)
            return found.map { ShelvedDocument(bytes: $0.bytes, tag: $0.etag) }
        } catch {
            throw ShelfError(error, setting)
        }
    }

    /// Keeps a document.
    ///
    /// An attempt whose answer was lost may have been done, and a later one fails by it. What lies there tells: a
    /// document with the very same bytes is taken for the one that was written. Documents of which only one writer may
    /// win therefore need something in them that is that writer's own.
    package func write(
        _ bytes: [UInt8], to name: String, if condition: ShelfCondition
    ) async throws(ShelfError) -> String {
        let failure: S3Error
        do throws(S3Error) {
            return try await client.put(bytes, to: request(name), if: S3Condition(condition), context: context)
        } catch {
            failure = error
        }
        let mayBeDone = failure.meansConflict || condition != .always && failure.hindrance == .passing
        guard mayBeDone else { throw ShelfError(failure, setting) }
        let found: (bytes: [UInt8], etag: String)?
        do throws(S3Error) {
            found = try await client.read(request(name), atMost: max(bytes.count, Self.longest), context: context)
        } catch {
            // Nobody knows whether it was written; after a conflict it is this that keeps from knowing.
            throw ShelfError(failure.meansConflict ? error : failure, setting)
        }
        guard let found, found.bytes == bytes else { throw ShelfError(failure, setting) }
        return found.etag
    }

    private func request(_ name: String) -> S3Request { S3Request(bucket: bucket, key: prefix + name) }
}

extension S3Condition {
    fileprivate init(_ condition: ShelfCondition) {
        self =
            switch condition {
            case .always: .always
            case .absent: .absent
            case .tag(let tag): .etag(tag)
            }
    }
}

extension ShelfError {
    fileprivate init(_ error: S3Error, _ setting: String) {
        if error.meansConflict {
            self.init(.conflict, "\(error)")
        } else {
            self.init(error.isTemporary ? .temporary : .lasting, "\(error). Check \(setting)")
        }
    }
}
