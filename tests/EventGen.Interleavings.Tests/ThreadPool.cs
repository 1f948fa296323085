namespace EventGen;

/// <summary>The thread pool that the runtime finds in its own namespace here: each work item is a task, which Coyote schedules.</summary>
internal static class ThreadPool
{
    public static void UnsafeQueueUserWorkItem(IThreadPoolWorkItem item, bool preferLocal) => Task.Run(item.Execute);

    public static void UnsafeQueueUserWorkItem(WaitCallback call, object? state) => Task.Run(() => call(state));

    public static void UnsafeQueueUserWorkItem<TState>(Action<TState> call, TState state, bool preferLocal) => Task.Run(() => call(state));
}
