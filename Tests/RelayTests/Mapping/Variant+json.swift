extension Variant {
    /// Objects and arrays: V9, V12 to V18.
    static let json = [
        Variant(
            "V9 a flat object",
            Captured.json(#"{"age":"41","income":1200.50,"ok":true,"note":null}"#, "[0.25]"),
            open: [#"{"age":"41","income":1200.50,"ok":true,"note":null,"p0":0.25}"#],
            Mapped("income,age", "score"), rows: [#"{"income":1200.50,"age":"41","score":0.25}"#]),
        Variant(
            "V12 a list of features", Captured.json(#"{"features":[1,2.50,"x"]}"#, #"{"score":0.5,"label":0}"#),
            open: [#"{"f0":1,"f1":2.50,"f2":"x","score":0.5,"label":0}"#],
            Mapped("a,b,c", "label,score"), rows: [#"{"a":1,"b":2.50,"c":"x","label":0,"score":0.5}"#]),
        Variant(
            "V13 JSON Lines",
            Captured.json("{\"features\":[1,2]}\n{\"features\":[3,4]}\n", "{\"score\":0.1}\n{\"score\":0.2}"),
            open: [#"{"f0":1,"f1":2,"score":0.1}"#, #"{"f0":3,"f1":4,"score":0.2}"#],
            Mapped("a,b", "score"), rows: [#"{"a":1,"b":2,"score":0.1}"#, #"{"a":3,"b":4,"score":0.2}"#]),
        Variant(
            "V14 a bare list of numbers", Captured.json("[1, 2, 3]", "[[0.5]]"),
            open: [#"{"f0":1,"f1":2,"f2":3,"p0":0.5}"#],
            Mapped("a,b,c", "y"), rows: [#"{"a":1,"b":2,"c":3,"y":0.5}"#]),
        Variant(
            "V15 a bare list of texts", Captured.json(#"["so good","so, so"]"#, "[[1.5,-2],[0.5,3e-2]]"),
            open: [#"{"f0":"so good","p0":1.5,"p1":-2}"#, #"{"f0":"so, so","p0":0.5,"p1":3e-2}"#],
            Mapped("text", "up,down"),
            rows: [#"{"text":"so good","up":1.5,"down":-2}"#, #"{"text":"so, so","up":0.5,"down":3e-2}"#]),
        Variant(
            "V16 a list of lists, pretty-printed",
            Captured.json("[[1,2],[3,4]]", "{\n    \"predictions\": [[0.1, 0.9],\n        [0.8, 0.2]\n    ]\n}"),
            open: [#"{"f0":1,"f1":2,"p0":0.1,"p1":0.9}"#, #"{"f0":3,"f1":4,"p0":0.8,"p1":0.2}"#],
            Mapped("a,b", "no,yes"),
            rows: [#"{"a":1,"b":2,"no":0.1,"yes":0.9}"#, #"{"a":3,"b":4,"no":0.8,"yes":0.2}"#]),
        Variant(
            "V17 a list of objects",
            Captured.line(
                .csv("1\n2"), .json(#"[{"prediction":1,"confidence":0.9},{"confidence":0.6,"prediction":0}]"#)),
            open: [
                #"{"f0":"1","prediction":1,"confidence":0.9}"#, #"{"f0":"2","confidence":0.6,"prediction":0}"#,
            ],
            Mapped("a", "prediction,confidence"),
            rows: [#"{"a":"1","prediction":1,"confidence":0.9}"#, #"{"a":"2","prediction":0,"confidence":0.6}"#]),
        Variant(
            "V18 an array for each column", Captured.json(#"{"a":[1,2],"b":[3,4]}"#, #"{"y":[0.1,0.2]}"#),
            open: [#"{"a":1,"b":3,"y":0.1}"#, #"{"a":2,"b":4,"y":0.2}"#],
            Mapped("a,b", "y", types: "a:int,b:int,y:float"),
            rows: [#"{"a":1,"b":3,"y":0.1}"#, #"{"a":2,"b":4,"y":0.2}"#]),
    ]

    /// Rows inside of something: V10, V11, V19.
    static let wrapped = [
        Variant(
            "V10 instances with features, predictions with names",
            Captured.json(
                #"{"instances":[{"features":[1.5,2]},{"features":[3,4]}]}"#,
                #"{"predictions":[{"score":0.1,"predicted_label":0},{"score":0.9,"predicted_label":1}]}"#),
            open: [
                #"{"f0":1.5,"f1":2,"score":0.1,"predicted_label":0}"#,
                #"{"f0":3,"f1":4,"score":0.9,"predicted_label":1}"#,
            ],
            Mapped("a,b", "score=predictions[].score,label=predictions[].predicted_label"),
            rows: [#"{"a":1.5,"b":2,"score":0.1,"label":0}"#, #"{"a":3,"b":4,"score":0.9,"label":1}"#]),
        matrix("V11 instances", "instances"),
        matrix("V11 inputs", "inputs"),
        matrix("V11 data", "data"),
        frame("V19 a data frame split", #"{"inputs":{"dataframe_split":{"columns":["b","a"],"data":[[2,1],[4,3]]}}}"#),
        frame("V19 a data frame's records", #"{"dataframe_records":[{"b":2,"a":1},{"b":4,"a":3}]}"#),
    ]

    private static func matrix(_ name: String, _ key: String) -> Variant {
        Variant(
            name, Captured.json(#"{"\#(key)":[[1,2],[3,4]]}"#, #"{"predictions":[0.5,0.25]}"#),
            open: [#"{"f0":1,"f1":2,"p0":0.5}"#, #"{"f0":3,"f1":4,"p0":0.25}"#],
            Mapped("a,b", "y"), rows: [#"{"a":1,"b":2,"y":0.5}"#, #"{"a":3,"b":4,"y":0.25}"#])
    }

    private static func frame(_ name: String, _ input: String) -> Variant {
        Variant(
            name, Captured.json(input, #"{"predictions":[0.5,0.25]}"#),
            open: [#"{"b":2,"a":1,"p0":0.5}"#, #"{"b":4,"a":3,"p0":0.25}"#],
            Mapped("a,b", "y"), rows: [#"{"a":1,"b":2,"y":0.5}"#, #"{"a":3,"b":4,"y":0.25}"#])
    }
}
