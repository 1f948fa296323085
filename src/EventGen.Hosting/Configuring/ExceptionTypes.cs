using System.Diagnostics.CodeAnalysis;

namespace EventGen.Hosting;

/// <summary>Exceptions by the names that a configuration gives them.</summary>
internal static class ExceptionTypes
{
    /// <summary>The exceptions of a name: one full name may be that of several assemblies' types.</summary>
    /// <param name="name">The full name, with or without the assembly's.</param>
    /// <returns>Empty when there is none.</returns>
    [UnconditionalSuppressMessage("Trimming", "IL2026", Justification = "A type that has been trimmed is never thrown.")]
    [UnconditionalSuppressMessage("Trimming", "IL2057", Justification = "A type that has been trimmed is never thrown.")]
    public static IReadOnlyList<Type> Named(string name)
    {
        try
        {
            var types = name.Contains(',') ? [Type.GetType(name)] : AppDomain.CurrentDomain.GetAssemblies().Select(assembly => assembly.GetType(name));
            return [.. types.OfType<Type>().Where(static type => typeof(Exception).IsAssignableFrom(type)).Distinct()];
        }
        catch (Exception exception) when (exception is ArgumentException or TypeLoadException or IOException or BadImageFormatException)
        {
            // No name of a type, or an assembly that is not there.
            return [];
        }
    }
}
