namespace Depot.App;

/// <summary>Which of the depot's assemblies the process has loaded so far.</summary>
internal static class LoadedModules
{
    public static string Names() => string.Join(", ", AppDomain.CurrentDomain.GetAssemblies()
        .Select(static assembly => assembly.GetName().Name!)
        .Where(static name => name.StartsWith("Depot.", StringComparison.Ordinal))
        .Order(StringComparer.Ordinal));
}
