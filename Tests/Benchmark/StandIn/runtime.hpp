// AWS Lambda's Runtime API: hands out one event again and again, and notes when.
#pragma once

#include "connection.hpp"

#include <condition_variable>
#include <ctime>
#include <mutex>

class Runtime {
public:
    bool serve(Connection& client, const Request& request) {
        if (request.path.rfind(prefix, 0) != 0) return false;
        long now = nanoseconds();
        if (request.method == "GET") {
            next(client, now);
        } else {
            {
                std::lock_guard lock(mutex);
                times += " answered:" + std::to_string(now);
                if (request.path.find("/error") != std::string::npos) times += " error";
            }
            answer(client, "202 Accepted", R"({"status":"OK"})");
        }
        return true;
    }

    // Takes an event that is handed out so often, to who asks from now on.
    void take(const Request& request, int count) {
        std::lock_guard lock(mutex);
        event.assign(request.body.begin(), request.body.end());
        left = count;
        turn++;
        times.clear();
        changed.notify_all();
    }

    // What was asked and answered since then: words with the nanoseconds of the monotonic clock.
    std::string told() {
        std::lock_guard lock(mutex);
        return times;
    }

private:
    static constexpr const char* prefix = "/2018-06-01/runtime/";
    std::mutex mutex;
    std::condition_variable changed;
    std::string event, times;
    int left = 0, number = 0, turn = 0;

    static long nanoseconds() {
        timespec time;
        clock_gettime(CLOCK_MONOTONIC, &time);
        return time.tv_sec * 1'000'000'000 + time.tv_nsec;
    }

    void next(Connection& client, long now) {
        std::string head, body;
        {
            std::unique_lock lock(mutex);
            times += " polled:" + std::to_string(now);
            int mine = turn;
            changed.wait(lock, [&] { return left > 0 || turn != mine; });
            if (turn != mine) throw Gone();
            left--;
            timespec time;
            clock_gettime(CLOCK_REALTIME, &time);
            head = "Lambda-Runtime-Aws-Request-Id: request-" + std::to_string(++number);
            head += "\r\nLambda-Runtime-Deadline-Ms: " + std::to_string((time.tv_sec + 300) * 1000);
            head += "\r\nLambda-Runtime-Invoked-Function-Arn: arn:aws:lambda:us-east-1:123456789012:function:relay\r\n";
            body = event;
            times += " handed:" + std::to_string(nanoseconds());
        }
        answer(client, "200 OK", body, head);
    }
};
