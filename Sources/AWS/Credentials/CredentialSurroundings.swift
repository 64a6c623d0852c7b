import HTTP

/// What the places where keys may be need of the world around them.
struct CredentialSurroundings: Sendable {
    private let environment: @Sendable (String) -> String?
    private let http: any HTTPClient
    /// What AWS's variables say besides keys.
    let settings: AWSEnvironment
    /// The time now.
    let now: @Sendable () -> AmazonTime
    /// How time passes.
    let waiting: any Waiting
    /// Reads a file.
    let readFile: FileReading
    /// Runs a command.
    let run: CommandRunning

    /// All of it.
    init(
        environment: @escaping @Sendable (String) -> String?,
        http: any HTTPClient,
        settings: AWSEnvironment,
        now: @escaping @Sendable () -> AmazonTime,
        waiting: any Waiting,
        readFile: @escaping FileReading,
        run: CommandRunning?
    ) {
        self.environment = environment
        self.http = http
        self.settings = settings
        self.now = now
        self.waiting = waiting
        self.readFile = readFile
        self.run = run ?? Command.running(waiting)
    }

    /// A variable; one that is empty counts as unset.
    func variable(_ name: String) -> String? {
        environment(name).flatMap { $0.isEmpty ? nil : $0 }
    }

    /// Reads a file that holds one token, and takes it without the line break behind it.
    func token(in path: String) throws(CredentialFault) -> String {
        let bytes: [UInt8]
        do { bytes = try readFile(path) } catch {
            throw CredentialFault("the token file \(path) cannot be read: \(error)")
        }
        let kept = bytes.reversed().drop { $0 == 0x0A || $0 == 0x0D || $0 == 0x20 }.reversed()
        guard !kept.isEmpty else { throw CredentialFault("the token file \(path) is empty") }
        return String(decoding: kept, as: UTF8.self)
    }

    /// Sends a request, and again some times while the answer says to try later.
    func send(
        _ request: HTTPRequest,
        before deadline: ContinuousClock.Instant?,
        attempts: Int,
        isTemporary: (HTTPResponse) -> Bool = { $0.status >= 500 || $0.status == 429 }
    ) async throws(TransferError) -> HTTPResponse {
        var request = request
        request.deadline = deadline
        var attempt = 1
        while true {
            let outcome: Result<HTTPResponse, TransferError>
            do throws(TransferError) {
                outcome = .success(try await http.send(request, bodyLimit: 1 << 17))
            } catch {
                outcome = .failure(error)
            }
            let mayPass =
                switch outcome {
                case .success(let response): isTemporary(response)
                case .failure(let error): error.isTemporary
                }
            let pause = Backoff().wait(after: attempt)
            let isInTime = deadline.map { waiting.now + pause < $0 } ?? true
            guard mayPass, attempt < attempts, isInTime else { return try outcome.get() }
            guard await waiting.wait(pause) else { throw TransferError(.interrupted) }
            attempt += 1
        }
    }
}
