namespace EventGen.Benchmarks.Groups;

/// <summary>A family of eight, each with a handler.</summary>
[EventGroup("benchmark.family")]
public interface IFamily;

[Event] public sealed record First : IFamily;

[Event] public sealed record Second : IFamily;

[Event] public sealed record Third : IFamily;

[Event] public sealed record Fourth : IFamily;

[Event] public sealed record Fifth : IFamily;

[Event] public sealed record Sixth : IFamily;

[Event] public sealed record Seventh : IFamily;

[Event] public sealed record Eighth : IFamily;
