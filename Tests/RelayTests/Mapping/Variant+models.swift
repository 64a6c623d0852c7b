extension Variant {
    /// Texts, images and scores: V20 to V23.
    static let models = [
        Variant(
            "V20 a prompt",
            Captured.json(#"{"inputs":"Say hi\n","parameters":{"temperature":0.5}}"#, #"{"generated_text":"hi"}"#),
            open: [#"{"inputs":"Say hi\n","parameters.temperature":0.5,"generated_text":"hi"}"#],
            Mapped("prompt=inputs,heat=parameters.temperature", "answer=generated_text"),
            rows: [#"{"prompt":"Say hi\n","heat":0.5,"answer":"hi"}"#]),
        Variant(
            "V21 a chat",
            Captured.json(
                #"{"messages":[{"role":"user","content":"Hi"}],"max_tokens":16}"#,
                #"{"choices":[{"message":{"content":"Ho"}}], "usage":{"total_tokens":9}}"#),
            open: [
                #"{"messages":[{"role":"user","content":"Hi"}],"max_tokens":16,"#
                    + #""choices":[{"message":{"content":"Ho"}}],"usage.total_tokens":9}"#
            ],
            Mapped(
                "asked=messages[0].content,limit=max_tokens",
                "answer=choices[0].message.content,used=usage.total_tokens"),
            rows: [#"{"asked":"Hi","limit":16,"answer":"Ho","used":9}"#]),
        Variant(
            "V22 scores of an image",
            Captured.line(.binary([0x89, 0x50, 0x4E, 0x47, 0x0D], type: "image/png"), .json("[0.97, 0.03]")),
            open: [#"{"p0":0.97,"p1":0.03}"#],
            Mapped("", "cat,dog"), rows: [#"{"cat":0.97,"dog":0.03}"#]),
        Variant(
            "V23 a list of probabilities", Captured.json("[1,2]", #"{"probabilities":[0.2,0.8]}"#),
            open: [#"{"f0":1,"f1":2,"p0":0.2,"p1":0.8}"#],
            Mapped("a,b", "yes=probabilities[1],no=probabilities[0]"), rows: [#"{"a":1,"b":2,"yes":0.8,"no":0.2}"#]),
        Variant(
            "V23 nested objects", Captured.json("[1,2]", #"{"result":{"label":"x","by class":{"p":[0.2,0.8]}}}"#),
            open: [#"{"f0":1,"f1":2,"result.label":"x","result.by class.p":[0.2,0.8]}"#],
            Mapped("a,b", #"label=result.label,p=result."by class".p"#),
            rows: [#"{"a":1,"b":2,"label":"x","p":[0.2,0.8]}"#]),
    ]

    /// BASE64 of text and of what is no text: V24 and V25.
    static let encoded = [
        Variant(
            "V24 CSV as BASE64", Captured.line(.base64("1,x\n2,y\n", type: "text/csv"), .base64("0.1\n0.2\n")),
            open: [#"{"f0":"1","f1":"x","p0":"0.1"}"#, #"{"f0":"2","f1":"y","p0":"0.2"}"#],
            Mapped("a,b", "y"), rows: [#"{"a":"1","b":"x","y":"0.1"}"#, #"{"a":"2","b":"y","y":"0.2"}"#]),
        Variant(
            "V24 JSON as BASE64",
            Captured.line(.json(#"{"a":7}"#), .base64(#"{"y":0.5}"#, type: "text/html; charset=utf-8")),
            open: [#"{"a":7,"y":0.5}"#], Mapped("a", "y"), rows: [#"{"a":7,"y":0.5}"#]),
        Variant(
            "V25 a binary array",
            Captured.line(.binary([0x93, 0x4E, 0x55, 0x4D, 0x50, 0x59]), .json("[[0.5],[0.25]]")),
            open: [#"{"p0":0.5}"#, #"{"p0":0.25}"#],
            Mapped("", "y"), rows: [#"{"y":0.5}"#, #"{"y":0.25}"#]),
    ]
}
