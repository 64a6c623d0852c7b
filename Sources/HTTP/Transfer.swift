import CCurl
import Glibc

/// One request on its way through libcurl, which keeps this object's address: it ends with the object.
@safe
final class Transfer {
    /// libcurl's name for it.
    let easy: UnsafeMutableRawPointer
    /// Where the response goes.
    let inflow: Inflow
    /// Whether it ends when the process is asked to stop.
    let isInterruptible: Bool
    /// Whether it does not leave the machine.
    let isLocal: Bool

    private let pool: ConnectionPool
    private let url: String
    private let deadline: ContinuousClock.Instant?
    private let authorities: String?
    private let errorText: UnsafeMutableBufferPointer<CChar>
    private var list: UnsafeMutablePointer<curl_slist>?
    private var outflow: Outflow
    private var head = HeadReader()
    private var isFresh = false

    /// What tells it from others.
    var id: UInt { unsafe UInt(bitPattern: easy) }

    init(
        _ request: HTTPRequest,
        _ inflow: Inflow,
        _ pool: ConnectionPool,
        _ check: PeerCheck?,
        _ settings: TransferLoop.Settings
    ) throws(TransferError) {
        guard let easy = unsafe curl_easy_init() else { throw TransferError(.other, "libcurl has no memory") }
        unsafe self.easy = unsafe easy
        self.inflow = inflow
        self.pool = pool
        isInterruptible = request.isInterruptible
        isLocal = request.route == .machine
        url = request.url
        deadline = request.deadline
        authorities = settings.authorities.path
        unsafe errorText = .allocate(capacity: Int(CURL_ERROR_SIZE))
        unsafe errorText.initialize(repeating: 0)
        outflow = Outflow(request.content ?? .array([]))
        try set(request)
        setLimits(request)
        setTrust(settings, check)
        listen()
        if request.isSentOnce { demandFreshConnection() }
    }

    deinit {
        unsafe curl_easy_cleanup(easy)
        unsafe curl_slist_free_all(list)
        unsafe errorText.deallocate()
    }

    /// Says what is asked.
    private func set(_ request: HTTPRequest) throws(TransferError) {
        unsafe curl_easy_setopt(easy, CURLOPT_SHARE, pointer: pool.share)
        unsafe curl_easy_setopt(easy, CURLOPT_URL, request.url)
        unsafe curl_easy_setopt(easy, CURLOPT_PATH_AS_IS, 1)
        unsafe curl_easy_setopt(easy, CURLOPT_PROTOCOLS_STR, "http,https")
        unsafe curl_easy_setopt(easy, CURLOPT_HTTP_VERSION, CURL_HTTP_VERSION_1_1)
        switch (request.method, request.content) {
        case ("GET", nil): break
        case ("HEAD", nil): unsafe curl_easy_setopt(easy, CURLOPT_NOBODY, 1)
        default:
            unsafe curl_easy_setopt(easy, CURLOPT_POST, 1)
            unsafe curl_easy_setopt(easy, CURLOPT_CUSTOMREQUEST, request.method)
            unsafe curl_easy_setopt(easy, CURLOPT_POSTFIELDSIZE_LARGE, size: curl_off_t(outflow.count))
            speak()
        }
        for field in request.fields.fields {
            guard !(field.name + field.value).utf8.contains(where: { $0 == 0x0A || $0 == 0x0D || $0 == 0 }) else {
                throw TransferError(.other, "the header field \(field.name) would break the request's lines")
            }
            // In libcurl's lists a name with a semicolon stands for an empty value.
            append(field.value.isEmpty ? "\(field.name);" : "\(field.name): \(field.value)")
        }
        // A name without a value takes a field away that libcurl would add: no wait for "100 Continue", no type that
        // nobody stated.
        for name in ["Expect", "Accept", "Content-Type"] where request.fields[name] == nil { append("\(name):") }
        unsafe curl_easy_setopt(easy, CURLOPT_HTTPHEADER, list)
        if !isLocal { return }
        unsafe curl_easy_setopt(easy, CURLOPT_NOPROXY, "*")
    }

    private func append(_ line: String) {
        unsafe list = curl_slist_append(list, line)
    }

    /// Says how long it may take.
    private func setLimits(_ request: HTTPRequest) {
        unsafe curl_easy_setopt(easy, CURLOPT_NOSIGNAL, 1)
        unsafe curl_easy_setopt(easy, CURLOPT_TCP_KEEPALIVE, 1)
        unsafe curl_easy_setopt(easy, CURLOPT_BUFFERSIZE, Inflow.chunk)
        unsafe curl_easy_setopt(easy, CURLOPT_UPLOAD_BUFFERSIZE, 128 << 10)
        unsafe curl_easy_setopt(easy, CURLOPT_CONNECTTIMEOUT_MS, request.connectTimeout.milliseconds)
        if let stall = request.stallTimeout {
            unsafe curl_easy_setopt(easy, CURLOPT_LOW_SPEED_LIMIT, 1)
            unsafe curl_easy_setopt(easy, CURLOPT_LOW_SPEED_TIME, max(1, (stall.milliseconds + 999) / 1000))
        }
        // Otherwise libcurl's only thread would wait for a name server that is silent, whatever the deadline.
        unsafe curl_easy_setopt(easy, CURLOPT_QUICK_EXIT, 1)
        setDeadline()
    }

    private func setDeadline() {
        guard let deadline else { return }
        let left = ContinuousClock.now.duration(to: deadline).milliseconds
        unsafe curl_easy_setopt(easy, CURLOPT_TIMEOUT_MS, max(1, left))
    }

    /// Says whom to trust.
    ///
    /// Only without a folder of authorities does libcurl keep a parsed file for all transfers.
    private func setTrust(_ settings: TransferLoop.Settings, _ check: PeerCheck?) {
        unsafe curl_easy_setopt(easy, CURLOPT_USERAGENT, settings.userAgent)
        unsafe curl_easy_setopt(easy, CURLOPT_SSLVERSION, CURL_SSLVERSION_TLSv1_2)
        unsafe curl_easy_setopt(easy, CURLOPT_CAPATH, nil as UnsafePointer<CChar>?)
        if let check, unsafe check.watch(easy) {
            // The check provides what it takes.
        } else if let authorities {
            unsafe curl_easy_setopt(easy, CURLOPT_CAINFO, authorities)
            unsafe curl_easy_setopt(easy, CURLOPT_CA_CACHE_TIMEOUT, -1)
        }
        unsafe curl_easy_setopt(easy, CURLOPT_SUPPRESS_CONNECT_HEADERS, 1)
    }

    /// Has libcurl ask for the body, from its start again where it must.
    private func speak() {
        let context = unsafe Unmanaged.passUnretained(self).toOpaque()
        unsafe curl_easy_setopt(easy, CURLOPT_READDATA, pointer: context)
        unsafe curl_easy_setopt(easy, CURLOPT_SEEKDATA, pointer: context)
        unsafe curl_easy_setopt(
            easy, CURLOPT_READFUNCTION,
            callback: { bytes, size, count, context in
                guard let context = unsafe context else { return 0 }
                let transfer = unsafe Unmanaged<Transfer>.fromOpaque(context).takeUnretainedValue()
                let room = unsafe UnsafeMutableRawBufferPointer(start: bytes, count: size * count)
                return unsafe transfer.outflow.fill(room)
            })
        unsafe curl_easy_setopt(
            easy, CURLOPT_SEEKFUNCTION,
            seek: { context, offset, origin in
                guard let context = unsafe context, origin == SEEK_SET else { return CURL_SEEKFUNC_CANTSEEK }
                let transfer = unsafe Unmanaged<Transfer>.fromOpaque(context).takeUnretainedValue()
                return transfer.outflow.seek(to: Int(offset)) ? CURL_SEEKFUNC_OK : CURL_SEEKFUNC_FAIL
            })
    }

    /// Has libcurl hand over what comes.
    private func listen() {
        unsafe curl_easy_setopt(easy, CURLOPT_ERRORBUFFER, pointer: errorText.baseAddress)
        let context = unsafe Unmanaged.passUnretained(self).toOpaque()
        unsafe curl_easy_setopt(easy, CURLOPT_HEADERDATA, pointer: context)
        unsafe curl_easy_setopt(easy, CURLOPT_WRITEDATA, pointer: context)
        unsafe curl_easy_setopt(
            easy, CURLOPT_HEADERFUNCTION,
            callback: { bytes, size, count, context in
                guard let context = unsafe context else { return 0 }
                let transfer = unsafe Unmanaged<Transfer>.fromOpaque(context).takeUnretainedValue()
                let line = unsafe UnsafeRawBufferPointer(start: bytes, count: size * count)
                return unsafe transfer.receive(line: String(decoding: line, as: UTF8.self)) ? size * count : 0
            })
        unsafe curl_easy_setopt(
            easy, CURLOPT_WRITEFUNCTION,
            callback: { bytes, size, count, context in
                guard let context = unsafe context else { return 0 }
                let transfer = unsafe Unmanaged<Transfer>.fromOpaque(context).takeUnretainedValue()
                let chunk = unsafe UnsafeRawBufferPointer(start: bytes, count: size * count)
                return unsafe transfer.inflow.receive(chunk) ? size * count : Int(CURL_WRITEFUNC_PAUSE)
            })
    }

    private func receive(line: String) -> Bool {
        switch head.read(line) {
        case .more: return true
        case .tooLong: return false
        case .head(let head):
            inflow.receive(head)
            return true
        }
    }

    /// Goes on after a pause.
    func goOn() {
        unsafe curl_easy_pause(easy, CURLPAUSE_CONT)
    }

    /// Keeps away from connections that were kept.
    func demandFreshConnection() {
        isFresh = true
        head = HeadReader()
        _ = outflow.seek(to: 0)
        unsafe errorText.update(repeating: 0)
        setDeadline()
        unsafe curl_easy_setopt(easy, CURLOPT_FRESH_CONNECT, 1)
    }

    /// Whether the failure may be that of a kept connection whose other end has gone: nothing came, and it was not new.
    func wantsFreshConnection(after result: CURLcode) -> Bool {
        guard [CURLE_SEND_ERROR, CURLE_RECV_ERROR, CURLE_GOT_NOTHING].contains(result) else { return false }
        var connections = 0
        unsafe curl_easy_getinfo(easy, CURLINFO_NUM_CONNECTS, &connections)
        return !isFresh && connections == 0 && head.isUntouched
    }

    /// What a result means; nothing where all went well.
    func error(for result: CURLcode) -> TransferError? {
        guard result != CURLE_OK else { return nil }
        let own = unsafe errorText.baseAddress.map { unsafe String(cString: $0) } ?? ""
        let general = unsafe curl_easy_strerror(result).map { unsafe String(cString: $0) } ?? ""
        let words = LibraryWords(own.isEmpty ? general : own)
        let fault = words.tellsOfProxy(notOf: url) ? .proxy : fault(for: result)
        return TransferError(fault, fault == .deadline ? "" : words.shown)
    }

    private func fault(for result: CURLcode) -> TransferError.Fault {
        switch result {
        case CURLE_OPERATION_TIMEDOUT: timeout
        case CURLE_COULDNT_RESOLVE_HOST: .unresolved
        case CURLE_COULDNT_CONNECT: .refused
        case CURLE_COULDNT_RESOLVE_PROXY, CURLE_PROXY: .proxy
        case CURLE_PEER_FAILED_VERIFICATION, CURLE_SSL_ISSUER_ERROR: .certificate
        case CURLE_SSL_CACERT_BADFILE: .authorities(path: authorities ?? "the system's file")
        case CURLE_SSL_CONNECT_ERROR, CURLE_SSL_CIPHER: .handshake
        case CURLE_SEND_ERROR, CURLE_RECV_ERROR, CURLE_GOT_NOTHING, CURLE_PARTIAL_FILE: .broken
        case CURLE_WEIRD_SERVER_REPLY: .rubbish
        case CURLE_WRITE_ERROR where head.isTooLong: .rubbish
        case CURLE_URL_MALFORMAT: .url
        case CURLE_UNSUPPORTED_PROTOCOL: isConnected ? .rubbish : .url
        default: .other
        }
    }

    /// What a time-out was about: the time that there was, the connection, or what should come through it.
    private var timeout: TransferError.Fault {
        if let deadline, ContinuousClock.now + .milliseconds(20) >= deadline { return .deadline }
        return isConnected ? .stalled : .connectTimeout
    }

    /// Whether a connection came about.
    private var isConnected: Bool {
        var microseconds = 0
        unsafe curl_easy_getinfo(easy, CURLINFO_PRETRANSFER_TIME_T, &microseconds)
        return microseconds > 0
    }
}
