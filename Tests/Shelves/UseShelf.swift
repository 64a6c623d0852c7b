import AWS
import Glibc
import HTTP
import JSON
import Relay

/// Does one thing that a delivery does besides delivering, and prints what came of it.
///
///     UseShelf SHELF read NAME
///     UseShelf SHELF write NAME always|absent|TAG TEXT
///     UseShelf SHELF count NAME TIMES       (adds one so often, among others who do the same)
///     UseShelf QUEUE-URL send TEXT GROUP
///     UseShelf s3://BUCKET/KEY rest OFFSET
///
/// SHELF is `s3://BUCKET/PREFIX` or a folder. Keys, region and endpoints come from the environment.
@main
struct UseShelf {
    static func main() async {
        do { try await use(Array(CommandLine.arguments.dropFirst())) } catch { print("error: \(error)") }
        // Whoever ends in an orderly way may take OpenSSL from under the client's thread.
        fflush(nil)
        _exit(0)
    }

    private static func use(_ words: [String]) async throws {
        let access = Access(variable)
        switch (words.count, words.dropFirst().first) {
        case (3, "read"):
            guard let document = try await access.shelf(words[0]).read(words[2]) else { return print("nothing") }
            print("\(document.tag) \(String(decoding: document.bytes, as: UTF8.self))")
        case (5, "write"):
            do throws(ShelfError) {
                print(
                    try await access.shelf(words[0]).write(
                        Array(words[4].utf8), to: words[2], if: condition(words[3])))
            } catch {
                print("\(error.kind): \(error)")
            }
        case (4, "count"):
            try await count(words[2], times: Int(words[3]) ?? 0, on: access.shelf(words[0]))
            print("done")
        case (4, "send"):
            let queue = try SQSContinuationQueue(
                client: access.queues, queue: QueueURL(words[0]), context: RequestContext())
            try await queue.send(words[2], group: words[3])
            print("sent")
        case (3, "rest"):
            let body = try await access.open(words[0])
            guard try await body.seek(to: Int(words[2]) ?? 0) else { return print("no such place") }
            var buffer = ByteBuffer()
            while try await body.read(into: &buffer) > 0 {}
            print("\(body.bytesRead) \(buffer.bytes.text)")
        default:
            print("error: see Tests/Shelves/UseShelf.swift for what it takes")
        }
    }

    private static func condition(_ word: String) -> ShelfCondition {
        switch word {
        case "always": .always
        case "absent": .absent
        default: .tag(word)
        }
    }

    /// Adds one to a number, so often; whoever was overtaken reads anew.
    private static func count(_ name: String, times: Int, on shelf: any Shelf) async throws(ShelfError) {
        var left = times
        while left > 0 {
            let document = try await shelf.read(name)
            let number = document.flatMap { Int(String(decoding: $0.bytes, as: UTF8.self)) } ?? 0
            do throws(ShelfError) {
                _ = try await shelf.write(
                    Array("\(number + 1)".utf8), to: name, if: document.map { .tag($0.tag) } ?? .absent)
                left -= 1
            } catch {
                guard error.kind != .lasting else { throw error }
            }
        }
    }

    private static let variable: @Sendable (String) -> String? = { name in
        guard let value = unsafe getenv(name) else { return nil }
        return unsafe String(cString: value)
    }
}

/// What there is of AWS.
struct Access {
    private let surroundings: AWSEnvironment
    private let requests: SignedRequests

    init(_ variable: @escaping @Sendable (String) -> String?) {
        let http = CurlClient()
        surroundings = AWSEnvironment(variable)
        requests = SignedRequests(
            http: http,
            credentials: CredentialChain(environment: variable, http: http, settings: surroundings),
            maxAttempts: surroundings.maxAttempts
        )
    }

    var queues: QueueClient { QueueClient(requests: requests, environment: surroundings) }

    private var client: S3Client { S3Client(requests: requests, environment: surroundings) }

    func shelf(_ place: String) -> any Shelf {
        guard let (bucket, prefix) = Self.parts(place) else {
            return FolderShelf(folder: place, setting: "RELAY_STATE_URL", waiting: ClockWaiting())
        }
        return S3Shelf(
            client: client, bucket: bucket, prefix: prefix, setting: "RELAY_STATE_URL", context: RequestContext())
    }

    func open(_ uri: String) async throws(FetchError) -> any ObjectBody {
        guard let (bucket, key) = Self.parts(uri) else { throw .unsupported(uri: uri, reason: "it is not in S3") }
        let body = try await S3ObjectStore(client: client, overwritten: .failed)
            .open(ObjectReference(bucket: bucket, key: key))
        return InflatingBody(body, uri: uri, limit: 1 << 30)
    }

    private static func parts(_ uri: String) -> (bucket: String, rest: String)? {
        guard uri.hasPrefix("s3://") else { return nil }
        let parts = uri.dropFirst("s3://".count).split(separator: "/", maxSplits: 1, omittingEmptySubsequences: false)
        return parts.count == 2 ? (String(parts[0]), String(parts[1])) : nil
    }
}
