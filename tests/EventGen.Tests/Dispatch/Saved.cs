namespace EventGen.Tests.Dispatch;

/// <summary>An event whose handlers hold a connection, and are attempted again after time-outs alone.</summary>
[Event]
[Retry(3, Delay = "00:00:00", Backoff = Backoff.Constant, Jitter = false, On = [typeof(TimeoutException)])]
public sealed record Saved(Exception? Failure);

/// <summary>A service that cannot be disposed.</summary>
public sealed class SavedConnection : IDisposable
{
    public void Dispose() => throw new InvalidOperationException("rollback failed");
}

public sealed class SavedByClass(SavedConnection connection) : IDisposable
{
    [Subscribe(Order = 1, Name = "class, asynchronous")]
    public async Task SaveAsync(Saved e)
    {
        await Task.Yield();
        Assert.NotNull(connection);
        if (e.Failure is not null) throw e.Failure;
    }

    [Subscribe(Order = 2, Name = "class")]
    public void Save(Saved e)
    {
        if (e.Failure is not null) throw e.Failure;
    }

    public void Dispose() => throw new NotSupportedException("the handler's own");
}

public static class SavedByMethod
{
    [Subscribe(Order = 3, Name = "method, asynchronous")]
    public static async ValueTask SaveAsync(Saved e, SavedConnection connection)
    {
        await Task.Yield();
        if (e.Failure is not null) throw e.Failure;
    }

    [Subscribe(Order = 4, Name = "method")]
    public static void Save(Saved e, SavedConnection connection)
    {
        if (e.Failure is not null) throw e.Failure;
    }
}
