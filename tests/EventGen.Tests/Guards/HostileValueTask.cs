using System.Threading.Tasks.Sources;

namespace EventGen.Tests.Guards;

/// <summary>A handler's own kind of task, which throws when it is asked how it stands.</summary>
internal sealed class HostileValueTask : IValueTaskSource
{
    public static ValueTask Create() => new(new HostileValueTask(), 0);

    public void GetResult(short token) => throw new InvalidOperationException(nameof(GetResult));

    public ValueTaskSourceStatus GetStatus(short token) => throw new InvalidOperationException(nameof(GetStatus));

    public void OnCompleted(Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags) =>
        throw new InvalidOperationException(nameof(OnCompleted));
}
