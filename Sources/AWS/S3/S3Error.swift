import HTTP

/// Why an object of S3 cannot be read.
package struct S3Error: Error, Equatable, Sendable, CustomStringConvertible {
    /// What went wrong.
    package enum Fault: Equatable, Sendable {
        /// No request can be made for it.
        case address(S3AddressError)
        /// The request came to nothing.
        case request(RequestFault)
        /// It was overwritten while it was read; the ETag that it had, and the one that it has.
        case changed(from: String?, to: String?)
        /// The server sent something else.
        case unexpected(String)
    }

    /// What was asked for.
    package let request: S3Request
    /// What went wrong.
    package let fault: Fault

    let options: S3Options

    init(_ request: S3Request, _ fault: Fault, _ options: S3Options = S3Options()) {
        self.request = request
        self.options = options
        self.fault = fault
    }

    /// Whether it may succeed when it is tried again; an object that changed is a whole one by then.
    package var isTemporary: Bool {
        switch fault {
        case .address, .unexpected: false
        case .changed: true
        case .request(let fault): fault.isTemporary
        }
    }

    /// Whether the process was asked to stop.
    package var isInterruption: Bool {
        guard case .request(.transfer(let error)) = fault else { return false }
        return error.fault == .interrupted
    }

    /// Whether the object has another ETag by now than the one that was asked for.
    package var meansOverwritten: Bool { status == 412 && request.versionID == nil && request.etag != nil }

    /// The status of S3's answer, where there was one.
    var status: Int? {
        guard case .request(.refused(let refusal)) = fault else { return nil }
        return refusal.status
    }

    /// A sentence that names the object, S3's code and what to do next.
    package var description: String {
        let reason =
            switch fault {
            case .address(let error): error.description
            case .request(.credentials(let error)): error.description
            case .request(.transfer(let error)): error.description
            case .request(.refused(let refusal)): words(for: refusal)
            case .request(.unreadable): "what answered is not S3; check AWS_ENDPOINT_URL_S3"
            case .changed(let old, let new):
                "it was overwritten while it was read" + (old.map { "; its ETag was \($0)" } ?? "")
                    + (new.map { " and is \($0) now" } ?? "")
            case .unexpected(let what): "S3 sent \(what)"
            }
        return "\(request.uri) cannot be read: \(reason)"
    }
}
