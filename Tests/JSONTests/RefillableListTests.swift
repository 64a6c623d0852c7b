import JSON
import Testing

@Suite struct RefillableListTests {
    @Test func `a list holds what was appended however often it grew`() {
        var list = RefillableList<Int>()
        for number in 0..<1000 { list.append(number) }
        let elements = list.indices.map { list[$0] }
        #expect(elements == Array(0..<1000))
        let last = list.last
        #expect(last == 999)
    }

    @Test func `elements are set, taken and forgotten`() {
        var list = RefillableList<Int32>()
        let nothing = [list.last, list.popLast()]
        #expect(nothing == [nil, nil])
        for number in 1...5 { list.append(Int32(number)) }
        list[0] = 9
        let last = list.popLast()
        list.truncate(to: 2)
        let left = list.indices.map { list[$0] }
        #expect(last == 5)
        #expect(left == [9, 2])
        list.removeAll()
        let isEmpty = list.isEmpty
        #expect(isEmpty)
    }
}
