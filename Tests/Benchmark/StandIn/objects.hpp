// As much of S3 as readers of objects ask for: HEAD and GET, whole or in ranges.
#pragma once

#include "connection.hpp"

#include <atomic>
#include <fcntl.h>
#include <stdexcept>
#include <sys/mman.h>
#include <sys/stat.h>

// A file, or a file so many times over, which takes no room on the disk for that.
struct Object {
    int file;
    const char* memory;
    size_t size, times;

    Object(const std::string& path, size_t times) : times(times) {
        struct stat status;
        file = open(path.c_str(), O_RDONLY | O_CLOEXEC);
        if (file < 0 || fstat(file, &status) != 0) throw std::runtime_error("cannot read " + path);
        size = status.st_size;
        void* mapped = mmap(nullptr, size, PROT_READ, MAP_SHARED | MAP_POPULATE, file, 0);
        if (mapped == MAP_FAILED) throw std::runtime_error("cannot map " + path);
        memory = static_cast<const char*>(mapped);
    }

    size_t total() const { return size * times; }
};

class Objects {
public:
    std::atomic<size_t> gets = 0;

    void add(const std::string& name, const std::string& path, size_t times) {
        objects.emplace(name, Object(path, times));
    }

    // Answers where the path is that of an object, `/bucket/name`.
    bool serve(Connection& client, const Request& request) {
        auto found = objects.find(request.path.substr(request.path.rfind('/') + 1));
        if (found == objects.end() || (request.method != "GET" && request.method != "HEAD")) return false;
        const Object& object = found->second;
        size_t start = 0, end = object.total();
        auto range = request.field("range");
        if (range.rfind("bytes=", 0) == 0) {
            auto dash = range.find('-');
            start = std::stoul(range.substr(6, dash - 6));
            if (dash + 1 < range.size()) end = std::min(end, std::stoul(range.substr(dash + 1)) + 1);
        }
        auto etag = "\"" + std::to_string(object.total()) + "\"";
        auto wanted = request.field("if-match");
        if (!wanted.empty() && wanted != etag) {
            answer(client, "412 Precondition Failed", "");
            return true;
        }
        std::string head = range.empty() ? "HTTP/1.1 200 OK\r\n" : "HTTP/1.1 206 Partial Content\r\n";
        if (!range.empty()) {
            head += "Content-Range: bytes " + std::to_string(start) + "-" + std::to_string(end - 1) + "/";
            head += std::to_string(object.total()) + "\r\n";
        }
        head += "Content-Type: binary/octet-stream\r\nAccept-Ranges: bytes\r\nETag: " + etag + "\r\n";
        head += "Last-Modified: Fri, 20 Nov 2026 00:00:00 GMT\r\nContent-Length: " + std::to_string(end - start);
        client.write(head + "\r\n\r\n");
        if (request.method == "HEAD") return true;
        gets++;
        while (start < end) {
            size_t place = start % object.size, count = std::min(end - start, object.size - place);
            client.write_file(object.file, object.memory, place, count);
            start += count;
        }
        return true;
    }

private:
    std::map<std::string, Object> objects;
};
