using System.Reflection;
using Microsoft.CodeAnalysis;

namespace EventGen.TestKit;

/// <summary>Gives a workspace the generators that the test itself has loaded: it knows them by the files they are in.</summary>
internal sealed class LoadedAssemblies : IAnalyzerAssemblyLoader
{
    public static LoadedAssemblies Instance { get; } = new();

    public void AddDependencyLocation(string fullPath)
    {
        // They are beside it, or are loaded already.
    }

    public Assembly LoadFromPath(string fullPath) => Assembly.LoadFrom(fullPath);
}
