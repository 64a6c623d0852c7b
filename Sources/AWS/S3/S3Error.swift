import HTTP

/// Why an object of S3 cannot be read, or not be written, or why objects cannot be listed.
package struct S3Error: Error, Equatable, Sendable, CustomStringConvertible {
    /// What went wrong.
    package enum Fault: Equatable, Sendable {
        /// No request can be made for it.
        case address(S3AddressError)
        /// The request came to nothing.
        case request(RequestFault)
        /// S3 points elsewhere until the name of a new bucket is known everywhere.
        case spreading(Refusal)
        /// It was overwritten before it was read, and this is the ETag that it has.
        case overwritten(now: String)
        /// It was overwritten while it was read; the ETag that it had, and the one that it has.
        case changed(from: String?, to: String?)
        /// The server sent something else.
        case unexpected(String)
    }

    /// What was to be done.
    package enum Purpose: String, Sendable {
        case read
        case written
        /// The key is what the keys of the list begin with.
        case listed
    }

    /// What was asked for.
    package let request: S3Request
    /// What went wrong.
    package let fault: Fault
    /// How many failed attempts were followed by another one.
    package private(set) var retries = 0

    /// What was to be done with it.
    package private(set) var purpose = Purpose.read

    let options: S3Options
    private var hadNoTimeForAnother = false

    init(_ request: S3Request, _ fault: Fault, _ options: S3Options = S3Options()) {
        self.request = request
        self.options = options
        self.fault = fault
    }

    /// The error as what the last of some attempts came to.
    func after(_ attempts: Attempts) -> S3Error {
        var error = self
        error.retries = attempts.retries
        error.hadNoTimeForAnother = attempts.isOutOfTime
        return error
    }

    /// The error as one about something else than reading.
    func to(be purpose: Purpose) -> S3Error {
        var error = self
        error.purpose = purpose
        return error
    }

    /// How long what keeps the object from being read may last; one that changed is a whole one by the next time.
    package var hindrance: Hindrance {
        switch fault {
        case .address, .unexpected, .overwritten: return .lasting
        case .changed, .spreading: return .passing
        case .request(let fault):
            let hindrance = fault.hindrance
            return hindrance == .passing && hadNoTimeForAnother ? .deadline : hindrance
        }
    }

    /// Whether it may succeed when it is tried again.
    package var isTemporary: Bool { hindrance != .lasting }

    /// Whether the object has another ETag by now than the one that was asked for.
    package var meansOverwritten: Bool {
        if case .overwritten = fault { return true }
        return status == 412 && request.immutableVersionID == nil && request.etag != nil
    }

    /// Whether there is no object of that name, while the bucket is there.
    package var meansMissing: Bool { status == 404 && code == "NoSuchKey" }

    /// Whether it was not written since somebody else wrote it, or removed what was to be replaced.
    package var meansConflict: Bool { purpose == .written && (status == 412 || meansMissing) }

    /// The ETag that the object turned out to have, where that is known.
    package var currentETag: String? {
        guard case .overwritten(let etag) = fault else { return nil }
        return etag
    }

    /// The status of S3's answer, where there was one.
    var status: Int? { refusal?.status }

    private var code: String? { refusal?.code }

    private var refusal: Refusal? {
        guard case .request(.refused(let refusal)) = fault else { return nil }
        return refusal
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
            case .spreading(let refusal):
                "S3 points elsewhere (\(refusal.name)) until the name of a new bucket is known everywhere; try again later"
            case .overwritten(let etag): "it was overwritten since; its ETag is \(etag) now"
            case .changed(let old, let new):
                "it was overwritten while it was read" + (old.map { "; its ETag was \($0)" } ?? "")
                    + (new.map { " and is \($0) now" } ?? "")
            case .unexpected(let what): "S3 sent \(what)"
            }
        return "\(request.uri) cannot be \(purpose.rawValue): \(reason)"
    }
}
