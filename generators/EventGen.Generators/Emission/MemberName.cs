namespace EventGen.Generators.Emission;

/// <summary>The names of the module's members, each made of the stem that its event, group or class was given.</summary>
internal static class MemberName
{
    /// <summary>Adds an event of the project.</summary>
    public static string AddEvent(string stem) => $"Add{stem}";

    /// <summary>Calls the handlers of an event of the project.</summary>
    public static string Table(string stem) => $"HandlersOf{stem}";

    /// <summary>Adds a group.</summary>
    public static string AddGroup(string stem) => $"AddGroup{stem}";

    /// <summary>Adds the handlers of a foreign event.</summary>
    public static string HandleReferenced(string stem) => $"Handle{stem}";

    /// <summary>Calls the handlers of a foreign event.</summary>
    public static string ReferencedTable(string stem) => $"ReferencedHandlersOf{stem}";

    /// <summary>Adds a handler class.</summary>
    public static string Register(string stem) => $"Register{stem}";

    /// <summary>Makes an instance of a handler class.</summary>
    public static string Create(string stem) => $"Create{stem}";
}
