using System.Runtime.CompilerServices;

namespace EventGen.Outbox;

/// <summary>Awaits the store; the loop goes on as <see cref="AnsweringThread"/> says.</summary>
/// <param name="task">What the store does.</param>
internal readonly struct StoreAnswer<T>(Task<T> task) : ICriticalNotifyCompletion
{
    public bool IsCompleted => task.IsCompleted;

    public StoreAnswer<T> GetAwaiter() => this;

    public T GetResult() => task.GetAwaiter().GetResult();

    public void OnCompleted(Action continuation) => UnsafeOnCompleted(continuation);

    public void UnsafeOnCompleted(Action continuation) => task.ConfigureAwait(false).GetAwaiter().UnsafeOnCompleted(() => AnsweringThread.Run(continuation));
}
