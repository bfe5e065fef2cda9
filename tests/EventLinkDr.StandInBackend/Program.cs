using EventLinkDr.StandInBackend;

// Two commands, as in the application's image: `alembic …` and `serve`.
return args.FirstOrDefault() switch
{
    "alembic" => await Alembic.RunAsync(args[1..], Settings.FromEnvironment()),
    "serve" => await Server.RunAsync(Settings.FromEnvironment()),
    "worker" => await Worker.RunAsync(Settings.FromEnvironment()),
    _ => Usage(),
};

static int Usage()
{
    Console.Error.WriteLine("serve | worker | alembic heads|current|upgrade head");
    return 2;
}
