using System.Collections.Concurrent;

namespace EventGen.Outbox.Conformance;

/// <summary>What kinds of activities a bus has told of, in their order.</summary>
internal sealed class ActivityKinds : EventActivityListener
{
    private readonly ConcurrentQueue<EventActivityKind> _kinds = new();

    public IReadOnlyCollection<EventActivityKind> Kinds => _kinds;

    public override void Occurred(EventActivity activity) => _kinds.Enqueue(activity.Kind);
}
