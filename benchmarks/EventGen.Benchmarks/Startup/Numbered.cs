namespace EventGen.Benchmarks.Startup;

/// <summary>One of a thousand events: each triple of digits is a type of its own.</summary>
public sealed record Numbered<THundreds, TTens, TOnes>(int Amount);

public sealed class D0;

public sealed class D1;

public sealed class D2;

public sealed class D3;

public sealed class D4;

public sealed class D5;

public sealed class D6;

public sealed class D7;

public sealed class D8;

public sealed class D9;
