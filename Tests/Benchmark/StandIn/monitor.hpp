// As much of Fiddler as its own client and ours talk to. It counts what it accepts.
#pragma once

#include "connection.hpp"

#include <atomic>
#include <ctime>
#include <libdeflate.h>

class Monitor {
public:
    std::atomic<size_t> posts = 0, rows = 0, bytes = 0;
    // How long each batch takes to be accepted, besides what it takes to read it.
    std::atomic<long> latency = 0;

    Monitor() {
        for (int number = 0; number < most; number++) {
            char id[64];
            snprintf(id, sizeof id, "%s\"22b70904-9662-40ca-9913-%012d\"", number ? "," : "", number);
            ids += id;
            ends.push_back(ids.size());
        }
    }

    bool serve(Connection& client, const Request& request) {
        if (request.method == "POST" && request.path == "/v3/events") return take(client, request), true;
        if (request.path == "/v3/server-info") return answer(client, "200 OK", server_info), true;
        if (request.path == "/v3/version-compatibility") return answer(client, "200 OK", "{}"), true;
        if (request.path.rfind("/v3/models/", 0) == 0) return answer(client, "200 OK", model), true;
        return false;
    }

private:
    static constexpr int most = 10'000;
    std::string ids;
    std::vector<size_t> ends;

    void take(Connection& client, const Request& request) {
        size_t count = request.field("content-encoding") == "gzip" ? inflated(request.body) : rows_of(request.body);
        if (count < 1 || count > most) return answer(client, "400 Bad Request", "{}");
        wait();
        std::string body = R"({"data":{"source_type":"EVENTS","event_ids":[)";
        body.append(ids, 0, ends[count - 1]).append(R"(]},"api_version":"3.0","kind":"NORMAL"})");
        answer(client, "202 Accepted", body);
        posts++;
        rows += count;
        bytes += request.body.size();
    }

    // Each row is one object, and two more are around them; no text of our captures holds a brace.
    static size_t rows_of(const std::vector<char>& body) {
        size_t braces = 0;
        for (size_t at = 0; at < body.size();) {
            // Short stretches, so that a compiler counts in bytes, many at a time.
            unsigned char few = 0;
            for (size_t end = std::min(at + 255, body.size()); at < end; at++) few += body[at] == '{';
            braces += few;
        }
        return braces < 2 ? 0 : braces - 2;
    }

    // The last four bytes of gzip tell how long the text was.
    static size_t inflated(const std::vector<char>& body) {
        thread_local libdeflate_decompressor* decompressor = libdeflate_alloc_decompressor();
        thread_local std::vector<char> text;
        if (body.size() < 18) return 0;
        uint32_t size;
        memcpy(&size, body.data() + body.size() - 4, 4);
        text.resize(size);
        auto result = libdeflate_gzip_decompress(decompressor, body.data(), body.size(), text.data(), size, nullptr);
        return result == LIBDEFLATE_SUCCESS ? rows_of(text) : 0;
    }

    void wait() const {
        long micros = latency;
        if (micros == 0) return;
        timespec time = {micros / 1'000'000, micros % 1'000'000 * 1000};
        nanosleep(&time, nullptr);
    }

    static constexpr const char* server_info =
        R"({"data":{"server_version":"25.20.0","feature_flags":{},"organization":{)"
        R"("id":"5531bfd9-2ca2-4a7b-bb5a-136c8da09ca0","name":"a"}},"api_version":"3.0","kind":"NORMAL"})";

    static constexpr const char* model =
        R"({"data":{"id":"6a1f4c5e-3d2b-4c8a-9f70-1b2c3d4e5f60","name":"model","version":"v1",)"
        R"("input_type":"structured","task":"not_set","task_params":{},"schema":{"schema_version":1,"columns":[]},)"
        R"("spec":{"schema_version":1},"artifact_status":"no_model","artifact_files":[],)"
        R"("created_at":"2026-11-20T00:00:00Z","updated_at":"2026-11-20T00:00:00Z",)"
        R"("created_by":{"id":"5531bfd9-2ca2-4a7b-bb5a-136c8da09ca3","full_name":"A","email":"a@example.com"},)"
        R"("updated_by":{"id":"5531bfd9-2ca2-4a7b-bb5a-136c8da09ca3","full_name":"A","email":"a@example.com"},)"
        R"("organization":{"id":"5531bfd9-2ca2-4a7b-bb5a-136c8da09ca0","name":"a"},)"
        R"("project":{"id":"1531bfd9-2ca2-4a7b-bb5a-136c8da09ca1","name":"a"},"is_binary_ranking_model":false},)"
        R"("api_version":"3.0","kind":"NORMAL"})";
};
