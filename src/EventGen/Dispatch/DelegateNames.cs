namespace EventGen;

/// <summary>How reports name a delegate.</summary>
internal static class DelegateNames
{
    /// <summary>The full name of its type and method.</summary>
    public static string FullName(this Delegate handler) => $"{handler.Method.DeclaringType?.FullName}.{handler.Method.Name}";
}
