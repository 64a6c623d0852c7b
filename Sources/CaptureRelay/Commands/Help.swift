extension HelpTopic {
    /// The text of the help, no wider than 80 columns.
    var text: String {
        switch self {
        case .general: Self.generalText
        case .replay: Self.replayText
        case .backfill: Self.backfillText
        case .openscale: Self.openscaleText
        case .help: Self.helpText
        case .settings: Self.settingsText
        }
    }

    private static let generalText = """
        capture-relay carries Amazon SageMaker data captures to a model monitor.

        Usage:
          capture-relay replay [FLAGS] SOURCE...   relay saved events or capture files
          capture-relay backfill [FLAGS] s3://...  relay all that lies under a prefix
          capture-relay openscale list|subscribe   set up IBM Watson OpenScale
          capture-relay help [COMMAND | settings]  tell more

        --help and --version work everywhere. Without a command it serves AWS Lambda,
        where Lambda started it (AWS_LAMBDA_RUNTIME_API is set).

        What to relay, how, and where to comes from environment variables:
          capture-relay help settings

        Exit codes, the first that holds:
          130  interrupted
            2  wrong usage or settings; nothing was read
            4  something was not delivered, or a source could not be read
            3  delivered, but lines or rows were quarantined
            0  everything was delivered

        """

    private static let replayText = """
        Relays the captures of one or more sources, and prints a summary.

        Usage:
          capture-relay replay [--objects DIR] [--env-file FILE] [--dry-run] [--again]
                               [--summary FILE] SOURCE...

        SOURCE is one of these; its content decides which, never its name:
          an event file     a saved S3 notification in any of its envelopes
          a capture file    the lines that SageMaker wrote, plain or gzip
          a quarantine file the lines that an earlier run put aside
          -                 standard input, which holds one of these
          s3://bucket/key   an object in S3, which holds one of these; the key is
                            taken as it stands, without any decoding

        Flags:
          --objects DIR     read the object of an event from DIR/bucket/key; without
                            it, from the folder objects beside the event file, or
                            from S3 where there is none
          --env-file FILE   read settings that the environment does not set from FILE
          --dry-run         send and write nothing; print the rows, or the requests that
                            a monitor would get, to standard output
          --again           ignore progress that an earlier run kept
          --summary FILE    write the summary to FILE, as JSON
          --help, -h        print this text
          --version         print the version
          --                everything behind it is a SOURCE

        S3 is read with the credentials, region and endpoint that AWS's own tools use.
        Standard output carries rows only; progress and messages go to standard error.

        Examples:
          capture-relay replay --env-file settings.env event.json
          capture-relay replay --dry-run captures.jsonl
          capture-relay replay s3://my-bucket/captures/2026/11/21/captures.jsonl
          zcat captures.jsonl.gz | capture-relay replay --summary summary.json -

        """

    private static let helpText = """
        Tells what the program, a command or a setting does.

        Usage:
          capture-relay help            the commands and exit codes
          capture-relay help replay     the flags and sources of replay
          capture-relay help backfill   the flags and times of backfill
          capture-relay help openscale  the commands that set up OpenScale
          capture-relay help settings   every setting, with type, default and example

        """
}
