namespace EventGen.Benchmarks.Dispatch;

/// <summary>Handled by one static method.</summary>
[Event("benchmark.one")]
public sealed record One(int Amount);

/// <summary>Handled by one static method that calls another.</summary>
[Event("benchmark.calling")]
public sealed record Calling(int Amount);

/// <summary>Handled by eight static methods.</summary>
[Event("benchmark.eight")]
public sealed record Eight(int Amount);

/// <summary>Handled by eight static methods that the JIT does not inline.</summary>
[Event("benchmark.eight-calls")]
public sealed record EightCalls(int Amount);

/// <summary>Handled by eight classes, one instance of each.</summary>
[Event("benchmark.eight-instances")]
public sealed record EightInstances(int Amount);

/// <summary>Handled by eight asynchronous methods that complete at once.</summary>
[Event("benchmark.eight-async")]
public sealed record EightAsync(int Amount);

/// <summary>Handled by run-time subscribers only.</summary>
[Event("benchmark.subscribed")]
public sealed record Subscribed(int Amount);

/// <summary>Handled by one static method that takes the context.</summary>
[Event("benchmark.with-context")]
public sealed record WithContext(int Amount);
