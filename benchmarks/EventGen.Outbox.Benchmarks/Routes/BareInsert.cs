using System.Text.Json;

namespace EventGen.Outbox.Benchmarks;

/// <summary>An event of a bare loop, with the caller that waits until it is committed.</summary>
internal sealed class BareInsert(Ordered ordered)
{
    private readonly TaskCompletionSource _committed = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public Ordered Ordered => ordered;

    public Guid Id { get; } = Guid.CreateVersion7();

    public byte[] Payload { get; } = JsonSerializer.SerializeToUtf8Bytes(ordered, OrderedJson.Default.Ordered);

    public Task Committed => _committed.Task;

    public void Commit() => _committed.SetResult();

    public void Fail(Exception exception) => _committed.SetException(exception);
}
