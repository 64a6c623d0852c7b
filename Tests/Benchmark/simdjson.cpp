// The same work from lines to batches on top of simdjson, for captures as data capture writes them.
//
//     simdjson time FILE ROUNDS      prints the seconds of each round, on the clock and on the processor
//     simdjson copy FILE ROUNDS      the same of copying the file's bytes in memory
//     simdjson count FILE ROUNDS     maps the file so often for a profiler, and its bytes are the same however often
//     simdjson bodies FILE           writes the batches, one behind the other
//
// It is what a program could reach that leaves out all doubt: no cell may be quoted, no value needs an escape, and
// nothing is kept that would tell which line a row came from.
#include <chrono>
#include <cstdint>
#include <cstdio>
#include <ctime>
#include <fstream>
#include <iterator>
#include <simdjson.h>
#include <string>
#ifdef __SSE2__
#include <emmintrin.h>
#endif

using namespace simdjson;

static constexpr std::string_view head = R"({"source":{"events":[)";
static constexpr std::string_view tail =
    R"(],"type":"EVENTS"},"model_id":"6a1f4c5e-3d2b-4c8a-9f70-1b2c3d4e5f60","env_type":"PRODUCTION","env_name":null})";
static constexpr size_t features = 30, rows_each = 1000, reach = 32;

// What stands before each value, from the quote that ends the one before.
static const std::vector<std::string> names = [] {
    std::vector<std::string> names;
    for (size_t index = 0; index < features; index++)
        names.push_back((index ? "\",\"feature_" : "{\"feature_") + std::to_string(index) + "\":\"");
    names.push_back("\",\"timestamp\":\"");
    names.push_back("\",\"prediction\":\"");
    // Short texts are copied as whole vectors.
    for (auto& name : names) name.reserve(name.size() + reach);
    return names;
}();

// Rows for one request; `done` takes the full body.
template <class Done> class Batch {
public:
    explicit Batch(Done done) : done(done) {}

    // A row of a record, whose cells have so many readable bytes behind them as a vector is long.
    void add(std::string_view record, std::string_view time, std::string_view prediction) {
        if (body.size() < end + 2 * record.size() + 8192) body.resize(2 * body.size() + 2 * record.size() + 8192);
        char* place = body.data() + end;
        place = put(place, rows ? std::string_view(",") : head);
        size_t column = 0;
        const char* cell = record.data();
        const char* last = record.data() + record.size();
        each_comma(record, [&](const char* comma) {
            if (column + 1 < features) place = put(put(place, names[column]), {cell, size_t(comma - cell)});
            column++;
            cell = comma + 1;
        });
        if (column + 1 != features) return;
        place = put(put(place, names[column]), {cell, size_t(last - cell)});
        place = put(put(place, names[features]), time);
        place = put(put(place, names[features + 1]), prediction);
        place = put(place, "\"}");
        end = place - body.data();
        if (++rows == rows_each) finish();
    }

    void finish() {
        if (rows == 0) return;
        end = put(body.data() + end, tail) - body.data();
        done(std::string_view(body.data(), end));
        end = rows = 0;
    }

private:
    Done done;
    std::string body = std::string(1 << 20, 0);
    size_t end = 0, rows = 0;

    static char* put(char* place, std::string_view text) {
        if (text.size() <= reach)
            memcpy(place, text.data(), reach);
        else
            memcpy(place, text.data(), text.size());
        return place + text.size();
    }

    template <class Found> static void each_comma(std::string_view record, Found found) {
        const char* last = record.data() + record.size();
#ifdef __SSE2__
        const __m128i comma = _mm_set1_epi8(',');
        for (const char* at = record.data(); at < last; at += 16) {
            auto bytes = _mm_loadu_si128(reinterpret_cast<const __m128i*>(at));
            uint32_t mask = _mm_movemask_epi8(_mm_cmpeq_epi8(bytes, comma));
            if (last - at < 16) mask &= (1u << (last - at)) - 1;
            for (; mask; mask &= mask - 1) found(at + __builtin_ctz(mask));
        }
#else
        for (const char* at = record.data(); at < last; at++)
            if (*at == ',') found(at);
#endif
    }
};

// Maps all lines; how many there were.
template <class Done> static size_t map(const padded_string& object, Done done) {
    Batch<Done> batch(done);
    ondemand::parser parser;
    size_t lines = 0;
    ondemand::document_stream documents = parser.iterate_many(object, 1 << 20);
    for (auto line : documents) {
        ondemand::object capture = line.get_object();
        ondemand::object data = capture["captureData"].get_object();
        std::string_view input = data["endpointInput"]["data"].get_string();
        std::string_view output = data["endpointOutput"]["data"].get_string();
        std::string_view time = capture["eventMetadata"]["inferenceTime"].get_string();
        batch.add(input, time, output);
        lines++;
    }
    batch.finish();
    return lines;
}

template <class Work> static void time_rounds(int rounds, Work work) {
    for (int round = 0; round < rounds; round++) {
        auto processor = clock();
        auto began = std::chrono::steady_clock::now();
        size_t rows = work();
        std::chrono::duration<double> took = std::chrono::steady_clock::now() - began;
        printf("seconds %.9f %.6f rows %zu\n", took.count(), double(clock() - processor) / CLOCKS_PER_SEC, rows);
    }
}

int main(int count, char** words) {
    if (count < 3) return 2;
    std::string command = words[1];
    int rounds = count > 3 ? std::stoi(words[3]) : 1;
    padded_string object = padded_string::load(words[2]);
    size_t bytes = 0;
    auto note = [&bytes](std::string_view body) { bytes += body.size(); };
    if (command == "bodies") {
        map(object, [](std::string_view body) { fwrite(body.data(), 1, body.size(), stdout); });
    } else if (command == "time") {
        time_rounds(rounds, [&] { return map(object, note); });
    } else if (command == "copy") {
        std::string copy(object.size(), 0);
        time_rounds(rounds, [&] {
            memcpy(copy.data(), object.data(), object.size());
            return size_t(copy[copy.size() / 2] != 0);
        });
    } else {
        for (int round = 0; round < rounds; round++) map(object, note);
    }
    printf("%s", command == "bodies" ? "" : ("body bytes " + std::to_string(bytes) + "\n").c_str());
}
