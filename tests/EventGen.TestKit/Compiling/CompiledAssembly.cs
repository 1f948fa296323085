using System.Reflection;
using System.Runtime.Loader;

namespace EventGen.TestKit;

/// <summary>An assembly that was compiled by a test and runs in it; unloaded when disposed.</summary>
/// <remarks>What it references besides other compiled assemblies is the test's own copy, so that types match.</remarks>
public sealed class CompiledAssembly : IDisposable
{
    private readonly Context _context;

    internal CompiledAssembly(byte[] image, IEnumerable<byte[]> dependencies)
    {
        _context = new Context();
        foreach (byte[] dependency in dependencies) _context.Add(dependency);
        Assembly = _context.Add(image);
    }

    /// <summary>The loaded assembly.</summary>
    public Assembly Assembly { get; }

    /// <summary>The type of that full name.</summary>
    /// <exception cref="TypeLoadException">There is none.</exception>
    public Type Type(string fullName) => Assembly.GetType(fullName, throwOnError: true)!;

    /// <summary>Calls a static method, public or not; what it throws comes out as it is.</summary>
    /// <param name="type">The full name of its type.</param>
    /// <param name="method">Its name, which no other method of the type has.</param>
    /// <param name="arguments">All of them; optional ones too.</param>
    public object? Call(string type, string method, params object?[] arguments)
    {
        const BindingFlags Any = BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DoNotWrapExceptions;
        MethodInfo found = Type(type).GetMethod(method, Any) ?? throw new MissingMethodException(type, method);
        return found.Invoke(null, Any, null, arguments, null);
    }

    /// <inheritdoc/>
    public void Dispose() => _context.Unload();

    private sealed class Context() : AssemblyLoadContext(nameof(CompiledAssembly), isCollectible: true)
    {
        private readonly Dictionary<string, Assembly> _compiled = new(StringComparer.OrdinalIgnoreCase);

        public Assembly Add(byte[] image)
        {
            Assembly assembly = LoadFromStream(new MemoryStream(image));
            _compiled[assembly.GetName().Name!] = assembly;
            return assembly;
        }

        protected override Assembly? Load(AssemblyName name) => _compiled.GetValueOrDefault(name.Name!);
    }
}
