namespace EventGen.Redis;

/// <summary>An entry that has been read here and is not acknowledged yet.</summary>
/// <param name="id">Its place in the stream.</param>
/// <param name="life">The <see cref="OpenEntries.Life"/> of the stream from which it was read.</param>
/// <param name="closed">Told when it is no longer open; <see langword="null"/> when nobody waits for that.</param>
internal sealed class OpenEntry(string id, int life, TaskCompletionSource? closed)
{
    // Set once, by whoever learns it.
    private volatile bool _isDeleted;

    public string Id => id;

    public int Life => life;

    /// <summary>Whether the stream is known to have deleted it meanwhile: nobody else will get it.</summary>
    public bool IsDeleted => _isDeleted;

    public void MarkDeleted() => _isDeleted = true;

    public void Close() => closed?.TrySetResult();
}
