import JSON
import Relay

/// Reads any text as an event; what an event names must be fit to be asked for.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzEventDecoder(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    var buffer = ByteBuffer(capacity: count)
    buffer.append(contentsOf: Array(UnsafeBufferPointer(start: start, count: count)))
    guard let event = try? JSONValue(parsing: buffer.bytes),
        let announcement = try? EventDecoder.announcement(in: event)
    else { return 0 }
    let count = announcement.objects.count + announcement.skipped.count + announcement.refused.count
    precondition(count > 0, "an event that announces nothing was read")
    for object in announcement.objects {
        precondition(!object.bucket.isEmpty && !object.key.isEmpty, "an object without a bucket or key was announced")
        precondition(!object.bucket.contains("/") || object.bucket.hasPrefix("arn:"), "a bucket has a slash")
        let isRegion = object.region?.allSatisfy { $0.isASCII && ($0.isLowercase || $0.isNumber || $0 == "-") }
        precondition(isRegion != false, "a region that is none was announced")
    }
    return 0
}
