using System.Reflection;
using System.Runtime.Loader;

namespace EventGen.Tests.Context;

/// <summary>
/// Runs a test's body in a copy of this assembly and of EventGen which nothing else has touched: what a process has
/// once, such as its default bus, begins anew there.
/// </summary>
internal static class FreshCopy
{
    /// <summary>Runs a static method of this assembly in a copy; what it throws comes out.</summary>
    public static async Task RunAsync(Func<Task> body)
    {
        var copy = new Copy();
        var method = copy.LoadFromAssemblyPath(typeof(FreshCopy).Assembly.Location)
            .GetType(body.Method.DeclaringType!.FullName!, throwOnError: true)!
            .GetMethod(body.Method.Name, BindingFlags.Static | BindingFlags.Public)!;
        await Deadline.WithinAsync((Task)method.Invoke(null, BindingFlags.DoNotWrapExceptions, null, null, null)!, body.Method.Name);
    }

    /// <summary>A copy of EventGen to which no executable has given a module.</summary>
    public static Assembly LoadRuntime() => new Copy().LoadFromAssemblyPath(typeof(EventBus).Assembly.Location);

    // The two are loaded here, everything else is the test process's own.
    private sealed class Copy() : AssemblyLoadContext(nameof(FreshCopy))
    {
        protected override Assembly? Load(AssemblyName name) =>
            name.Name == typeof(EventBus).Assembly.GetName().Name ? LoadFromAssemblyPath(typeof(EventBus).Assembly.Location) : null;
    }
}
