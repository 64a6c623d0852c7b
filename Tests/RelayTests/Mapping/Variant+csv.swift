extension Variant {
    /// Rows of CSV: V1 to V8.
    static let csv = [
        Variant(
            "V1 one line", Captured.csv("41,7.25,blue\n", "0.75\n"),
            open: [#"{"f0":"41","f1":"7.25","f2":"blue","p0":"0.75"}"#],
            Mapped("age,dose,colour", "score"),
            rows: [#"{"age":"41","dose":"7.25","colour":"blue","score":"0.75"}"#]),
        Variant(
            "V2 several lines", Captured.csv("1,2\n3,4\n5,6", "0.1\n0.2\n0.3\n"),
            open: [
                #"{"f0":"1","f1":"2","p0":"0.1"}"#, #"{"f0":"3","f1":"4","p0":"0.2"}"#,
                #"{"f0":"5","f1":"6","p0":"0.3"}"#,
            ],
            Mapped("a,b", "y"),
            rows: [
                #"{"a":"1","b":"2","y":"0.1"}"#, #"{"a":"3","b":"4","y":"0.2"}"#, #"{"a":"5","b":"6","y":"0.3"}"#,
            ]),
        Variant(
            "V3 several lines and one line of answers", Captured.csv("1,2\n3,4\n5,6", "0.1,0.2,0.3\n"),
            open: [
                #"{"f0":"1","f1":"2","p0":"0.1"}"#, #"{"f0":"3","f1":"4","p0":"0.2"}"#,
                #"{"f0":"5","f1":"6","p0":"0.3"}"#,
            ],
            Mapped("a,b", "y", types: "y:float"),
            rows: [#"{"a":"1","b":"2","y":0.1}"#, #"{"a":"3","b":"4","y":0.2}"#, #"{"a":"5","b":"6","y":0.3}"#]),
        Variant(
            "V4 a header on the input alone", Captured.csv("text\ngood stuff\nnot for me", "0.9,0.1\n0.2,0.8"),
            open: [
                #"{"text":"good stuff","p0":"0.9","p1":"0.1"}"#, #"{"text":"not for me","p0":"0.2","p1":"0.8"}"#,
            ],
            Mapped("text", "good,bad"),
            rows: [
                #"{"text":"good stuff","good":"0.9","bad":"0.1"}"#, #"{"text":"not for me","good":"0.2","bad":"0.8"}"#,
            ]),
        Variant(
            "V5 a header on both sides", Captured.csv("income,age\n5.5,31\n7.25,44\n", "score\n0.2\n0.4\n"),
            open: [#"{"income":"5.5","age":"31","score":"0.2"}"#, #"{"income":"7.25","age":"44","score":"0.4"}"#],
            Mapped("age,income", "score"),
            rows: [#"{"age":"31","income":"5.5","score":"0.2"}"#, #"{"age":"44","income":"7.25","score":"0.4"}"#]),
        Variant(
            "V6 blank lines and carriage returns", Captured.csv("\n7,8\r\n9,10\r\n\r\n", "0.3\r\n0.4\r\n"),
            open: [#"{"f0":"7","f1":"8","p0":"0.3"}"#, #"{"f0":"9","f1":"10","p0":"0.4"}"#],
            Mapped("a,b", "y"), rows: [#"{"a":"7","b":"8","y":"0.3"}"#, #"{"a":"9","b":"10","y":"0.4"}"#]),
        Variant(
            "V7 empty cells, quotes and line breaks", Captured.csv("12,,\"oak, \"\"red\"\"\nwood\"", "1"),
            open: [#"{"f0":"12","f1":"","f2":"oak, \"red\"\nwood","p0":"1"}"#],
            Mapped("id,height,wood", "keep", types: "id:int,height:float,keep:bool"),
            rows: [#"{"id":12,"height":null,"wood":"oak, \"red\"\nwood","keep":true}"#]),
        Variant(
            "V8 a label and a score", Captured.csv("12", "spam,0.93"), open: [#"{"f0":"12","p0":"spam","p1":"0.93"}"#],
            Mapped("length", "label,score"), rows: [#"{"length":"12","label":"spam","score":"0.93"}"#]),
    ]
}
