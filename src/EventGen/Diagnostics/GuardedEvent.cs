namespace EventGen;

/// <summary>Raises events whose observers are user code: each is told, whatever the others throw.</summary>
internal static class GuardedEvent
{
    /// <param name="observers">The observers; <see langword="null"/> for none.</param>
    /// <param name="sender">The sender.</param>
    /// <param name="told">What they are told.</param>
    /// <param name="maxDepth">How often an observer that emits may be called within itself.</param>
    /// <param name="failed">Told what an observer throws.</param>
    public static void Raise<T>(EventHandler<T>? observers, object sender, T told, int maxDepth, Action<Exception> failed)
    {
        foreach (var observer in observers?.GetInvocationList() ?? [])
        {
            try
            {
                using (ForeignCallScope.Enter(maxDepth)) ((EventHandler<T>)observer)(sender, told);
            }
            catch (Exception exception)
            {
                failed(exception);
            }
        }
    }
}
