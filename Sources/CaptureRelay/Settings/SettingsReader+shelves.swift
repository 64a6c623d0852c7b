import AWS

/// Where something is kept from one run to the next.
extension SettingsReader {
    /// Where progress is kept.
    mutating func state(inLambda: Bool) -> ShelfURL? { shelf(.stateURL, inLambda: inLambda) }

    /// Where lines in quarantine are kept.
    mutating func quarantine(inLambda: Bool) -> ShelfURL? { shelf(.quarantineURL, inLambda: inLambda) }

    /// Refuses lines in quarantine among what is there to expire.
    mutating func checkShelves(state: ShelfURL?, quarantine: ShelfURL?) {
        guard let state, let quarantine, quarantine.isWithin(state) else { return }
        refuse(
            .quarantineURL,
            """
            lies in the place of \(Variable.stateURL.name); progress is meant to expire, and lines in quarantine would \
            go with it. Give each a place of its own
            """)
    }

    /// The URL of the queue for what one invocation cannot finish.
    mutating func continuationQueue() -> QueueURL? {
        guard isSet(.continuationQueueURL) else { return nil }
        if !isSet(.stateURL), isComplete {
            refuse(
                .continuationQueueURL,
                "needs \(Variable.stateURL.name), which says where it is kept how far an object has come")
        }
        guard let url = webURL(.continuationQueueURL) else { return nil }
        do throws(QueueURLError) { return try QueueURL(url.text) } catch {
            refuse(.continuationQueueURL, error.description)
            return nil
        }
    }

    private mutating func shelf(_ variable: Variable, inLambda: Bool) -> ShelfURL? {
        guard let text = trimmedValue(variable) else { return nil }
        let shelf: ShelfURL
        do throws(ShelfURLError) { shelf = try ShelfURL(text) } catch {
            refuse(variable, error.description)
            return nil
        }
        if let prefix = value(.keyPrefix), shelf.overlaps(keyPrefix: prefix) {
            refuse(
                variable,
                """
                overlaps \(Variable.keyPrefix.name): what is written there would be taken for captures; choose a prefix \
                that does not begin with it
                """)
        }
        if inLambda, case .folder(let path) = shelf { checkFolderInLambda(path, of: variable) }
        return shelf
    }

    /// A folder in Lambda lasts as long as its sandbox, unless a file system is mounted there.
    private mutating func checkFolderInLambda(_ path: String, of variable: Variable) {
        guard path.utf8.starts(with: "/mnt/".utf8) else {
            refuse(
                variable,
                """
                is a folder, which in Lambda is gone with the sandbox; it takes s3://bucket/prefix, or a folder of a \
                file system that is mounted under /mnt
                """)
            return
        }
        warnings.append(
            "\(variable.name): is a folder under /mnt; it lasts only if a file system is mounted there")
    }
}
