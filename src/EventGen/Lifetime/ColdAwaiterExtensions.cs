namespace EventGen;

/// <summary>How methods of <see cref="ColdMethodBuilder"/> await.</summary>
internal static class ColdAwaiterExtensions
{
    public static ColdAwaiter ColdAwait(this Task task) => new(task);
}
