using System.Runtime.CompilerServices;

namespace EventGen;

/// <summary>Awaits a task in a method of <see cref="ColdMethodBuilder"/>, as without its context. The framework's awaiter would have that method compiled at run time.</summary>
internal readonly struct ColdAwaiter(Task task) : ICriticalNotifyCompletion
{
    public bool IsCompleted => task.IsCompleted;

    public ColdAwaiter GetAwaiter() => this;

    public void GetResult() => task.GetAwaiter().GetResult();

    public void OnCompleted(Action continuation) => task.ConfigureAwait(false).GetAwaiter().OnCompleted(continuation);

    public void UnsafeOnCompleted(Action continuation) => task.ConfigureAwait(false).GetAwaiter().UnsafeOnCompleted(continuation);
}
