namespace OrderDesk.Tests.Feed;

/// <summary>Waits for ever and heeds no token, as standard input does.</summary>
internal sealed class UncancellableStream : ReadOnlyStream
{
    private readonly TaskCompletionSource _isRead = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public Task IsRead => _isRead.Task;

    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        _isRead.SetResult();
        return new ValueTask<int>(new TaskCompletionSource<int>().Task);
    }
}
