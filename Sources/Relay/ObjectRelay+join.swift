import JSON

/// The captures that labels are joined with.
extension ObjectRelay {
    /// Searches for the captures of the labels that come next; false where the work must end.
    mutating func searchCaptures(_ body: InflatingBody, _ isBroken: inout Bool) async -> Bool {
        guard let source = settings.captureSource else {
            ending.fail("there is no place to read the captures of its labels from; set CAPTURE_JOIN_PREFIX")
            return false
        }
        // A search costs the same for one label as for many.
        while work.lines.head.count < Conversion.mostLabelBytes, !work.lines.isComplete, !isBroken {
            isBroken = await !fill(body)
        }
        let labels = work.labelsAhead()
        var search = CaptureSearch(labels, in: source, settings)
        let isWhole: Bool
        do throws(FetchError) { isWhole = try await search.run() } catch {
            fail(error, searching: source)
            return false
        }
        guard isWhole else {
            // What was asked to stop notes that by itself; its labels come again.
            if Interruption.isRequested { return true }
            ending.fail(
                "out of time after line \(work.tally.lines), while \(source.name) was searched for the captures of its "
                    + "labels; raise the function's time-out, or let CAPTURE_JOIN_PREFIX name fewer captures",
                by: .outOfTime)
            return false
        }
        ends.log.write(
            .debug, "\(object.uri): searched \(source.name) for the captures of \(Count(labels.count, "label"))")
        work.take(search.collector.lookup())
        return true
    }

    private mutating func fail(_ error: FetchError, searching source: CaptureSource) {
        let words =
            "\(error); the captures of its labels are searched for under \(source.name), which takes s3:ListBucket and "
            + "s3:GetObject in S3"
        if case .interrupted = error { return ending.fail(error.description, by: .interrupted) }
        let isOutOfTime = error.isOutOfTime || error.isTemporary && settings.isOutOfTime
        ending.fail(words, by: isOutOfTime ? .outOfTime : nil, isTemporary: error.isTemporary)
    }
}
