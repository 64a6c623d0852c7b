/// The facts of the settings for IBM Watson OpenScale: those of its sink, and those of the command that sets it up.
extension VariableFacts {
    static let openscaleURL = VariableFacts(
        .openscale, .url, "The address of OpenScale, in IBM Cloud or in a Cloud Pak for Data.",
        example: "https://api.aiopenscale.cloud.ibm.com")

    static let openscaleAPIKey = VariableFacts(
        .openscale, .secret, "The API key of IBM Cloud, or of the user of Cloud Pak for Data.",
        example: "abc123")

    static let openscaleAPIKeyARN = VariableFacts(
        .openscale, .arn, "Where the API key is kept; #key picks a field of a JSON secret.",
        example: "arn:aws:secretsmanager:eu-west-1:111122223333:secret:ibm#key")

    static let openscaleIAMURL = VariableFacts(
        .openscale, .url, "Where IBM Cloud gives tokens for the API key.",
        default: "IBM's public token endpoint", example: "https://private.iam.cloud.ibm.com/identity/token")

    static let openscaleUsername = VariableFacts(
        .openscale, .text,
        "The user of a Cloud Pak for Data; when set, tokens come from there, for a password or an API key.",
        example: "relay")

    static let openscalePassword = VariableFacts(.openscale, .secret, "The user's password.", example: "abc123")

    static let openscalePasswordARN = VariableFacts(
        .openscale, .arn, "Where the user's password is kept; #key picks a field of a JSON secret.",
        example: "arn:aws:ssm:eu-west-1:111122223333:parameter/openscale-password")

    static let openscaleDataMartID = VariableFacts(
        .openscale, .text,
        "The data mart, for payload logging v1; in IBM Cloud it has the id of the service instance.",
        default: "OPENSCALE_INSTANCE_ID; with a user 00000000-0000-0000-0000-000000000000",
        example: "8f1ea3cf-4d7a-4c5b-9ee1-2d0b6c3a7f10")

    static let openscaleBindingID = VariableFacts(
        .openscale, .text, "The binding of SageMaker, for payload logging v1.", example: "sagemaker")

    static let openscaleSubscriptionID = VariableFacts(
        .openscale, .text, "The subscription, for payload logging v1.", example: "churn")

    static let openscaleDeploymentID = VariableFacts(
        .openscale, .text, "The deployment, for payload logging v1.", example: "churn-endpoint")

    static let openscaleInstanceID = VariableFacts(
        .openscale, .text, "The service instance, by its GUID or its CRN, for payload logging v2.",
        default: "OPENSCALE_DATA_MART_ID; with a user 00000000-0000-0000-0000-000000000000",
        example: "8f1ea3cf-4d7a-4c5b-9ee1-2d0b6c3a7f10")

    static let openscaleDataSetID = VariableFacts(
        .openscale, .text, "The data set for inferences; when set, payload logging v2 is used.",
        example: "5e0b0f6c-71a5-4e3f-8c55-0a4f3f0a9c21")

    static let openscaleFeedbackDataSetID = VariableFacts(
        .openscale, .text, "The data set for labels, for feedback logging v2.",
        example: "c2a9d3b4-16f2-4b7e-9a0d-6f1e2d3c4b5a")

    static let openscaleResponse = VariableFacts(
        .openscale, .text,
        """
        The fields of the response, where they are not simply the output columns: score names a bare value, \
        probability[] all values of a row as an array, label>=0.5 a label told from the value before it, \
        label=argmax one told from the largest. Without CAPTURE_OUTPUT_COLUMNS the columns are named here; \
        values of CSV without a type are numbers then.
        """,
        example: "probability[],predicted_label=argmax")

    static let sageMakerAccessKeyID = VariableFacts(
        .openscaleCommands, .secret,
        "The id of the AWS access key that OpenScale is given to see SageMaker's endpoints with.",
        example: "AKIAIOSFODNN7EXAMPLE")

    static let sageMakerSecretAccessKey = VariableFacts(
        .openscaleCommands, .secret, "The secret of that key. OpenScale keeps both.",
        example: "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY")

    static let sageMakerRegion = VariableFacts(
        .openscaleCommands, .text, "The region of SageMaker's endpoints.",
        example: "eu-west-1")
}
