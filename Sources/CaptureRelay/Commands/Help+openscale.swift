extension HelpTopic {
    static let openscaleText = """
        Tells what IBM Watson OpenScale knows, and makes it monitor an endpoint.

        Usage:
          capture-relay openscale list [--json] [--env-file FILE]
          capture-relay openscale subscribe --endpoint NAME --label COLUMN
                                 --prediction COLUMN [--probability COLUMN]
                                 --problem binary|multiclass|regression
                                 [--categorical COLUMNS] [--provider NAME]
                                 [--dry-run] [--env-file FILE]

        list prints the service providers, subscriptions and data sets of the instance
        with their ids, as a table or as JSON. For payload logging v1 they are the same
        ids: the instance is the data mart, a service provider the binding.

        subscribe registers Amazon SageMaker as a service provider, adds a subscription
        for the endpoint, waits until it is active and has data sets for payload and
        feedback, and prints the settings that relay to them, secrets left out. What is
        there already is found and left as it is, so that it can be run again.

        Both need OPENSCALE_URL, OPENSCALE_API_KEY and OPENSCALE_INSTANCE_ID, or the
        user of a Cloud Pak for Data. For the service provider IBM asks for keys of AWS
        that it may keep. They are taken from these settings only, never from AWS's own
        variables, files or roles:
          OPENSCALE_SAGEMAKER_ACCESS_KEY_ID
          OPENSCALE_SAGEMAKER_SECRET_ACCESS_KEY
          OPENSCALE_SAGEMAKER_REGION

        Flags of list:
          --json            print JSON

        Flags of subscribe:
          --endpoint NAME   the endpoint, as SageMaker names it
          --label COLUMN    the column of the ground truth, which comes later
          --prediction COLUMN
                            the output column that holds the prediction; for SageMaker's
                            linear learner predicted_label, or score of a regression
          --probability COLUMN
                            the output column that holds the probability, or a list of
                            them; for the linear learner score
          --problem WORD    binary, multiclass or regression
          --categorical COLUMNS
                            input columns that hold one of a few values, separated by
                            commas; those of the type string are taken for such
          --provider NAME   the service provider's name; with the name of one that is
                            there, no keys of AWS are needed. Without this flag it is
                            Amazon SageMaker and the region
          --dry-run         send nothing; print the requests, secrets hidden

        The input columns of the subscription are those of CAPTURE_INPUT_COLUMNS, with
        the types of CAPTURE_COLUMN_TYPES; where no types are set, OpenScale takes them
        from the first records.

        Flags of both:
          --env-file FILE   read settings that the environment does not set from FILE
          --help, -h        print this text
          --version         print the version

        Exit codes: 0 done; 2 wrong usage or settings; 4 not done, or not all of it; 130
        interrupted. subscribe changes nothing of what is there: one that differs from
        what the flags say is told in words.

        Examples:
          capture-relay openscale list --env-file openscale.env
          capture-relay openscale subscribe --endpoint churn-endpoint --label churned \\
            --prediction predicted_label --probability score --problem binary

        """
}
