import Lambda
import Testing

struct InvocationTests {}
