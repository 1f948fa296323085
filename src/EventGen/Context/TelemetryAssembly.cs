using System.Reflection;
using System.Runtime.CompilerServices;

namespace EventGen;

/// <summary>Whether the assembly of spans and instruments has been loaded. Before, nobody listens and no activity is current.</summary>
/// <remarks><see cref="IsLoaded"/> may be read by every thread; the rest is called under one lock, while there is a bus.</remarks>
internal static class TelemetryAssembly
{
    // The beginning of its full name.
    private const string Name = "System.Diagnostics.DiagnosticSource,";

    // Becomes true once.
    private static volatile bool s_isLoaded;

    // Under the lock of the callers.
    private static bool s_isWatched;

    /// <summary>False as long as nobody can listen: in a process without it, asking would load it.</summary>
    public static bool IsLoaded => s_isLoaded;

    /// <summary>Notices from now on when it is loaded.</summary>
    public static void Watch()
    {
        if (s_isLoaded || s_isWatched) return;
        s_isWatched = true;
        AppDomain.CurrentDomain.AssemblyLoad += OnAssemblyLoad;

        // A program that was compiled ahead has all its assemblies from the start.
        if (!RuntimeFeature.IsDynamicCodeSupported || Array.Exists(AppDomain.CurrentDomain.GetAssemblies(), IsIt)) Load();
    }

    /// <summary>Looks no longer, so that nothing of this assembly is kept by the runtime.</summary>
    public static void Unwatch()
    {
        if (!s_isWatched) return;
        s_isWatched = false;
        AppDomain.CurrentDomain.AssemblyLoad -= OnAssemblyLoad;
    }

    /// <summary>From now on, it may be used.</summary>
    public static void Load()
    {
        Unwatch();
        s_isLoaded = true;
    }

    private static void OnAssemblyLoad(object? sender, AssemblyLoadEventArgs loaded)
    {
        if (IsIt(loaded.LoadedAssembly)) s_isLoaded = true;
    }

    private static bool IsIt(Assembly assembly) => assembly.FullName is { } name && name.StartsWith(Name, StringComparison.Ordinal);
}
