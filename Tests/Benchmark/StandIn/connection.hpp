// A connection of a client, plain or in TLS: requests come in, answers go out, each by a call that waits.
#pragma once

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <map>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <openssl/ssl.h>
#include <string>
#include <string_view>
#include <sys/sendfile.h>
#include <sys/socket.h>
#include <unistd.h>
#include <vector>

// Thrown where the client is gone, which is how every connection ends.
struct Gone {};

struct Request {
    std::string method, path, query;
    std::map<std::string, std::string> fields;
    std::vector<char> body;

    std::string field(const std::string& name) const {
        auto found = fields.find(name);
        return found == fields.end() ? "" : found->second;
    }
};

class Connection {
public:
    Connection(int descriptor, SSL_CTX* context) : descriptor(descriptor) {
        int one = 1;
        setsockopt(descriptor, IPPROTO_TCP, TCP_NODELAY, &one, sizeof one);
        if (!context) return;
        tls = SSL_new(context);
        SSL_set_fd(tls, descriptor);
        if (SSL_accept(tls) != 1) {
            end();
            throw Gone();
        }
    }

    Connection(const Connection&) = delete;

    ~Connection() { end(); }

    // The next request, in memory that the next one takes over.
    void read(Request& request) {
        size_t head_end;
        while ((head_end = std::string_view(input.data(), filled).find("\r\n\r\n")) == std::string_view::npos) more();
        parse(std::string_view(input.data(), head_end), request);
        consume(head_end + 4);
        auto length = request.field("content-length");
        request.body.resize(length.empty() ? 0 : std::stoul(length));
        if (request.field("expect") == "100-continue" && filled == 0) write("HTTP/1.1 100 Continue\r\n\r\n");
        size_t had = std::min(filled, request.body.size());
        memcpy(request.body.data(), input.data(), had);
        consume(had);
        while (had < request.body.size()) had += receive(request.body.data() + had, request.body.size() - had);
    }

    void write(std::string_view bytes) {
        while (!bytes.empty()) {
            ssize_t count = tls ? SSL_write(tls, bytes.data(), std::min<size_t>(bytes.size(), 1 << 30))
                                : send(descriptor, bytes.data(), bytes.size(), MSG_NOSIGNAL);
            if (count <= 0) {
                if (!tls && errno == EINTR) continue;
                throw Gone();
            }
            bytes.remove_prefix(count);
        }
    }

    // Sends part of a file, whose bytes never pass through this process unless they must be encrypted.
    void write_file(int file, const char* memory, off_t start, size_t count) {
        if (tls) return write({memory + start, count});
        while (count > 0) {
            ssize_t sent = sendfile(descriptor, file, &start, count);
            if (sent <= 0) throw Gone();
            count -= sent;
        }
    }

private:
    int descriptor;
    SSL* tls = nullptr;
    std::vector<char> input = std::vector<char>(1 << 16);
    size_t filled = 0;

    void end() {
        if (tls) SSL_free(tls);
        tls = nullptr;
        if (descriptor >= 0) close(descriptor);
        descriptor = -1;
    }

    size_t receive(char* room, size_t count) {
        while (true) {
            ssize_t got = tls ? SSL_read(tls, room, std::min<size_t>(count, 1 << 30))
                              : recv(descriptor, room, count, 0);
            if (got > 0) return got;
            if (tls || got == 0 || errno != EINTR) throw Gone();
        }
    }

    void more() {
        if (filled == input.size()) throw Gone();
        filled += receive(input.data() + filled, input.size() - filled);
    }

    void consume(size_t count) {
        memmove(input.data(), input.data() + count, filled - count);
        filled -= count;
    }

    static void parse(std::string_view head, Request& request) {
        auto line = head.substr(0, head.find("\r\n"));
        auto first = line.find(' '), second = line.find(' ', first + 1);
        request.method = line.substr(0, first);
        std::string target(line.substr(first + 1, second - first - 1));
        auto mark = target.find('?');
        request.path = target.substr(0, mark);
        request.query = mark == std::string::npos ? "" : target.substr(mark + 1);
        request.fields.clear();
        for (size_t at = line.size(); at < head.size();) {
            at += 2;
            auto end = std::min(head.find("\r\n", at), head.size());
            auto field = head.substr(at, end - at);
            auto colon = field.find(':');
            std::string name(field.substr(0, colon));
            std::transform(name.begin(), name.end(), name.begin(), [](unsigned char byte) { return tolower(byte); });
            auto value = colon == std::string_view::npos ? "" : field.substr(colon + 1);
            while (!value.empty() && value.front() == ' ') value.remove_prefix(1);
            request.fields[name] = value;
            at = end;
        }
    }
};

inline void answer(Connection& client, const char* status, std::string_view body, std::string_view fields = "") {
    std::string text = "HTTP/1.1 ";
    text.append(status).append("\r\nContent-Type: application/json\r\nContent-Length: ");
    text.append(std::to_string(body.size())).append("\r\n").append(fields).append("\r\n").append(body);
    client.write(text);
}
