import JSON

/// Where the last column's path went, step by step.
///
/// The next column mostly lies just behind, so that it is found without looking through all of a wide row again. A place
/// is used only in the container that it was noted for, so it can save time and never change a result.
struct PathTrail: ~Copyable {
    struct Place {
        var container: Int
        var node: Int
        var ordinal: Int
    }

    private var places = RefillableList<Place>()
    private var step = 0

    /// Begins another payload.
    mutating func forget() {
        places.removeAll()
        step = 0
    }

    /// Begins another column.
    mutating func restart() {
        step = 0
    }

    /// The value of an object's key.
    mutating func value(of name: Bytes, in object: Int, of json: borrowing JSONTree) -> Int? {
        let count = Int(json[object].count)
        var place = next(object)
        for _ in 0..<count {
            if place.ordinal == count { place = Place(container: object, node: object + 1, ordinal: 0) }
            let value = place.node + 1
            let isFound = json.key(at: place.node) == name
            place.node = json.index(after: value)
            place.ordinal += 1
            if isFound {
                note(place)
                return value
            }
        }
        note(place)
        return nil
    }

    /// An element of an array.
    mutating func element(_ wanted: Int, of array: Int, of json: borrowing JSONTree) -> Int? {
        var place = next(array)
        guard json[array].kind == .array, wanted < Int(json[array].count) else {
            note(place)
            return nil
        }
        if place.ordinal > wanted { place = Place(container: array, node: array + 1, ordinal: 0) }
        while place.ordinal < wanted {
            place.node = json.index(after: place.node)
            place.ordinal += 1
        }
        note(place)
        return place.node
    }

    private mutating func next(_ container: Int) -> Place {
        guard step < places.count, places[step].container == container else {
            return Place(container: container, node: container + 1, ordinal: 0)
        }
        return places[step]
    }

    private mutating func note(_ place: Place) {
        if step < places.count { places[step] = place } else { places.append(place) }
        step += 1
    }
}
