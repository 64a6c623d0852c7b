extension HelpTopic {
    static let backfillText = """
        Finds the captures that lie in S3 under a prefix, and tells how many they are,
        sends a message for each to a queue, or relays them from this machine.

        Usage:
          capture-relay backfill s3://bucket/prefix [--from TIME] [--to TIME]
                                 [--keys | --queue URL [--rate N] |
                                  --here [--parallel N] [--again] [--summary FILE]]
                                 [--after KEY] [--env-file FILE]

        Every key that begins with the prefix is listed, to the letter and without any
        decoding: s3://bucket/a finds ab/c too. Left out are folder markers, and keys
        that RELAY_KEY_PREFIX or RELAY_KEY_SUFFIX leave out, and what lies where
        RELAY_STATE_URL and RELAY_QUARANTINE_URL point to.

        What becomes of the objects:
          without a flag    it only tells how many they are, by day or month
          --keys            the same; and prints s3://bucket/key of each to standard
                            output, one a line
          --queue URL       sends a message for each to this queue of SQS, whose
                            function then relays them. Needs s3:ListBucket and
                            sqs:SendMessage, and no settings of a monitor
          --here            relays them from this machine, as replay does

        Flags:
          --from TIME       only objects of this time or later
          --to TIME         only objects before this time; of a day or a month that is
                            named, all of it
          --rate N          send at most N objects a second. Without it they are sent
                            as fast as SQS takes them, and what lies in the queue is
                            worked off before what comes later
          --parallel N      relay N objects at once, 64 at most, and each with up to
                            RELAY_CONCURRENCY requests to the monitor, and memory of
                            its own; without it, one after the other
          --after KEY       begin behind this key, which need not be there
          --again           ignore progress that an earlier run kept
          --summary FILE    write the summary to FILE, as JSON
          --env-file FILE   read settings that the environment does not set from FILE
          --help, -h        print this text
          --version         print the version

        TIME is a day (2025-03-01), a month (2025-03) or a moment (2025-03-01T10:30,
        2025-03-01T10:30:15Z), in UTC. The time of an object is the one in its key
        where SageMaker named it, .../yyyy/mm/dd/hh/mm-ss-fff-uuid.jsonl, else when it
        was written. All keys under the prefix are listed, whatever the times are; a
        longer prefix, such as .../AllTraffic/2025/03/, lists fewer.

        With --queue and --here, what is interrupted or fails says the --after KEY to go
        on with, and so does a line every ten seconds. A key that is sent twice does no
        harm where progress is kept (RELAY_STATE_URL); else its rows come twice, under
        the same ids. An object that was overwritten since it was listed fails.

        Examples:
          capture-relay backfill s3://my-bucket/captures --from 2025-01 --to 2025-06
          capture-relay backfill s3://my-bucket/captures --from 2025-03-01 --rate 50 \\
            --queue https://sqs.eu-west-1.amazonaws.com/111122223333/captures
          capture-relay backfill s3://my-bucket/captures/2025/03/ --here

        """
}
