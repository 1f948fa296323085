namespace EventGen.Generators.Models;

/// <summary>What the generator has to know of the compilation itself.</summary>
/// <param name="AssemblyName">The assembly's name, as the module carries it.</param>
/// <param name="Names">The names of what is generated.</param>
/// <param name="Written">The members that are written by hand where others are generated.</param>
/// <param name="IsExecutable">Whether the assembly is started, and so gives the ambient bus its modules.</param>
/// <param name="IsClsCompliant">Whether the assembly says it is, so that generated types have to say they are not.</param>
/// <param name="IsSupported">Whether the project's C# can compile generated code.</param>
/// <param name="References">What referenced assemblies declare.</param>
/// <param name="Reach">What of that is in reach everywhere; read for code alone.</param>
internal sealed record ProjectModel(
    string AssemblyName,
    GeneratedNames Names,
    WrittenMembersModel Written,
    bool IsExecutable,
    bool IsClsCompliant,
    bool IsSupported,
    ReferencesModel References,
    ReachModel Reach);
